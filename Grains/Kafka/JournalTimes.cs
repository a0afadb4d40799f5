using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Kafka;

/// <summary>Finds records by their time, which only grows in a stream.</summary>
internal static class JournalTimes
{
    /// <summary>Returns the sequence of the last record before a time, or 0 if every record is later.</summary>
    /// <param name="journal">The store.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="time">Microseconds since the Unix epoch.</param>
    /// <param name="timeOf">The time of a record.</param>
    public static async Task<long> FindLastBeforeAsync(
        this IJournal journal, string stream, long time, Func<ReadOnlyMemory<byte>, long> timeOf)
    {
        var (low, high) = (0L, 1L);
        while (await FirstFromAsync(high) is { } first && first.Time < time) (low, high) = (first.Sequence, 2 * first.Sequence);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (await FirstFromAsync(middle) is { } first && first.Time < time) low = Math.Max(low, first.Sequence);
            else high = middle;
        }
        return low;

        async Task<(long Sequence, long Time)?> FirstFromAsync(long sequence)
        {
            await foreach (var stored in journal.ReadStreamAsync(stream, sequence, CancellationToken.None))
                return (stored.Sequence, timeOf(stored.Payload));
            return null;
        }
    }
}
