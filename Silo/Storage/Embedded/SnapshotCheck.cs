using TradingOps.Engine.Accounts;
using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// A snapshot is taken of durable records only, and an account's names the market records that it has followed. One that is ahead
/// of the journal proves that acknowledged records are gone.
/// </summary>
internal static class SnapshotCheck
{
    /// <summary>Refuses a journal that lacks what a snapshot has seen, with a <see cref="CorruptJournalException"/>.</summary>
    public static void ThrowIfAhead(SnapshotFolder snapshots, Func<string, long> lastSequenceOf)
    {
        foreach (var (file, stream, snapshot) in snapshots.List())
        {
            Check(file, stream, snapshot.Sequence, lastSequenceOf);
            if (JournalStreams.AccountOf(stream) is null) continue;
            foreach (var (symbol, cursor) in AccountJson.DecodeCheckpoint(snapshot.State.Span).Cursors)
                Check(file, JournalStreams.Book(symbol), cursor.Sequence, lastSequenceOf);
        }
    }

    private static void Check(string file, string stream, long sequence, Func<string, long> lastSequenceOf)
    {
        var last = lastSequenceOf(stream);
        if (sequence > last)
            throw new CorruptJournalException(
                file, 0, $"a snapshot has seen record {sequence} of {stream}, and the journal ends at {last}: it lost records");
    }
}
