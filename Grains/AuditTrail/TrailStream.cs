using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.AuditTrail;

/// <summary>One stream of the journal as a part of the audit trail.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Decode">Decodes a record of the stream.</param>
internal sealed record TrailStream(string Name, Func<JournalRecord, TrailRecord> Decode)
{
    /// <summary>Opens it after a position; a stream that the position does not have, at a time.</summary>
    /// <param name="journal">The store.</param>
    /// <param name="from">Microseconds since the Unix epoch; 0 for the beginning.</param>
    /// <param name="after">The position; null for none.</param>
    public async Task<TrailReader> OpenAsync(IJournal journal, long from, TrailPosition? after) => new(
        Name,
        after is not null && after.Read.TryGetValue(Name, out var read) ? read : await FindAsync(journal, from) - 1,
        first => journal.ReadStreamAsync(Name, first, CancellationToken.None).Select(Decode));

    /// <summary>Whether a page may have ended at a sequence: the stream has it, or it is the beginning.</summary>
    public async Task<bool> ReachesAsync(IJournal journal, long sequence) =>
        sequence == 0 || await FirstAsync(journal, sequence) is not null;

    /// <summary>The sequence of the first record that is not before a time, or the one after the last record.</summary>
    private async Task<long> FindAsync(IJournal journal, long time)
    {
        var (low, high) = (1L, 1L);
        while (time > 0 && await FirstAsync(journal, high) is { } record && record.Time < time)
            (low, high) = (record.Sequence + 1, 2 * high);
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
