using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.AuditTrail;

/// <summary>One stream of the journal as a part of the audit trail.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Decode">What a record of it says.</param>
internal sealed record TrailStream(string Name, Func<JournalRecord, TrailRecord> Decode)
{
    /// <summary>The records behind a position, or from a time on, in order.</summary>
    public async IAsyncEnumerable<TrailRecord> ReadAsync(IJournal journal, long from, TrailPosition? after)
    {
        var first = after is null ? await FindAsync(journal, from)
            : after.Stream == Name ? after.Sequence + 1
            // Of records with the same time, those of the streams before the position's own were on the pages before.
            : await FindAsync(journal, string.CompareOrdinal(Name, after.Stream) < 0 ? after.Time + 1 : after.Time);
        await foreach (var record in journal.ReadStreamAsync(Name, first, CancellationToken.None)) yield return Decode(record);
    }

    /// <summary>The sequence of the first record that is not before a time, or the one behind the last record.</summary>
    private async Task<long> FindAsync(IJournal journal, long time)
    {
        var (low, high) = (1L, 1L);
        while (await FirstAsync(journal, high) is { } record && record.Time < time) (low, high) = (record.Sequence + 1, 2 * high);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (await FirstAsync(journal, middle) is { } record && record.Time < time) low = record.Sequence + 1;
            else high = middle;
        }
        return low;
    }

    private async Task<TrailRecord?> FirstAsync(IJournal journal, long from)
    {
        await foreach (var record in journal.ReadStreamAsync(Name, from, CancellationToken.None)) return Decode(record);
        return null;
    }
}
