using System.Text;
using Confluent.Kafka;

namespace TradingOps.Tests.Shared;

/// <summary>What a consumer of the messages does, and where a key belongs.</summary>
internal static class MessageRules
{
    /// <summary>A header as a text.</summary>
    public static string Header(this ConsumeResult<string, byte[]?> message, string name) =>
        Encoding.UTF8.GetString(message.Message.Headers.GetLastBytes(name));

    /// <summary>The body as a text.</summary>
    public static string Text(this ConsumeResult<string, byte[]?> message) =>
        Encoding.UTF8.GetString(message.Message.Value ?? []);

    /// <summary>
    /// Drops repetitions: of a topic, a key and a stream each message whose position is not behind the last one.
    /// </summary>
    public static List<ConsumeResult<string, byte[]?>> WithoutRepetitions(
        this IEnumerable<ConsumeResult<string, byte[]?>> messages)
    {
        var last = new Dictionary<(string Topic, string Key, string Stream), string>();
        var kept = new List<ConsumeResult<string, byte[]?>>();
        foreach (var message in messages)
        {
            var (of, position) = ((message.Topic, message.Message.Key, message.Header("stream")), message.Header("position"));
            if (last.TryGetValue(of, out var known) && string.CompareOrdinal(position, known) <= 0) continue;
            last[of] = position;
            kept.Add(message);
        }
        return kept;
    }

    /// <summary>The partition that the clients of Java choose for a key.</summary>
    public static int PartitionOf(string key, int partitions) => (Murmur2(Encoding.UTF8.GetBytes(key)) & 0x7fffffff) % partitions;

    /// <summary>The hash of Kafka's default partitioner.</summary>
    public static int Murmur2(byte[] data)
    {
        const uint Multiplier = 0x5bd1e995;
        var hash = 0x9747b28c ^ (uint)data.Length;
        var whole = data.Length / 4 * 4;
        for (var i = 0; i < whole; i += 4)
        {
            var part = BitConverter.ToUInt32(data, i) * Multiplier;
            part = (part ^ (part >> 24)) * Multiplier;
            hash = (hash * Multiplier) ^ part;
        }
        for (var i = data.Length - 1; i >= whole; i--) hash ^= (uint)data[i] << (8 * (i - whole));
        if (data.Length != whole) hash *= Multiplier;
        hash = (hash ^ (hash >> 13)) * Multiplier;
        return (int)(hash ^ (hash >> 15));
    }
}
