using TradingOps.Grains.Kafka;

namespace TradingOps.Grains.Tests.Kafka;

/// <summary>A producer that keeps all messages in memory. A test can make it refuse a topic or fail a send.</summary>
internal sealed class CollectingProducer(params KafkaTopic[] wanted) : IKafkaProducer
{
    private readonly HashSet<KafkaTopic> _refused = [];

    /// <summary>What was sent, in order.</summary>
    public List<KafkaMessage> Sent { get; } = [];

    /// <summary>Topics that take no message.</summary>
    public HashSet<KafkaTopic> Refusing { get; } = [];

    /// <summary>Messages of the next send that are stored before it fails; null if it does not fail.</summary>
    public int? FailsAfter { get; set; }

    public bool Wants(KafkaTopic topic) => wanted.Contains(topic);

    public bool IsUsable(KafkaTopic topic) => Wants(topic) && !(_refused.Contains(topic) && Refusing.Contains(topic));

    public async Task SendAsync(IReadOnlyList<KafkaMessage> messages, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (messages.Count == 0) return;
        if (Refusing.Contains(messages[0].Topic))
        {
            _refused.Add(messages[0].Topic);
            throw new KafkaSendException("refused", isOfTopic: true);
        }
        lock (Sent)
        {
            Sent.AddRange(messages.Take(FailsAfter ?? messages.Count));
            if (FailsAfter is null) return;
            FailsAfter = null;
        }
        throw new KafkaSendException("failed", isOfTopic: false);
    }

    /// <summary>What a consumer keeps of a topic: of a key and a source only what is behind the last position.</summary>
    public List<KafkaMessage> Consumed(KafkaTopic topic)
    {
        var last = new Dictionary<(string Key, string Source), string>();
        var kept = new List<KafkaMessage>();
        foreach (var message in Sent.Where(m => m.Topic == topic))
        {
            var of = (message.Key, message.Source);
            if (last.TryGetValue(of, out var known) && string.CompareOrdinal(message.Position, known) <= 0) continue;
            last[of] = message.Position;
            kept.Add(message);
        }
        return kept;
    }
}
