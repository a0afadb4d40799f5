using TradingOps.Engine.Accounts;
using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// A snapshot is taken of durable records only, and an account's names the market records that it has followed. One that is
/// ahead of the journal proves that acknowledged records are gone.
/// </summary>
internal static class SnapshotCheck
{
    /// <summary>Refuses a journal that lacks what a snapshot has seen, with a <see cref="CorruptJournalException"/>.</summary>
    public static void ThrowIfAhead(SnapshotFolder snapshots, Func<string, long> lastSequenceOf)
    {
        foreach (var (file, stream, snapshot) in snapshots.List())
            if (FindLost(stream, snapshot, lastSequenceOf) is var (seen, sequence))
                throw new CorruptJournalException(file, 0, $"a snapshot has seen record {sequence} of {seen}, and the journal "
                    + $"ends at {lastSequenceOf(seen)}: it lost records");
    }

    /// <summary>The first record that a snapshot includes and the journal does not contain; null if there is none.</summary>
    public static (string Stream, long Sequence)? FindLost(
        string stream, JournalSnapshot snapshot, Func<string, long> lastSequenceOf)
    {
        if (snapshot.Sequence > lastSequenceOf(stream)) return (stream, snapshot.Sequence);
        if (JournalStreams.AccountOf(stream) is null) return null;
        foreach (var (symbol, cursor) in AccountJson.DecodeCheckpoint(snapshot.State.Span).Cursors)
            if (JournalStreams.Book(symbol) is var book && cursor.Sequence > lastSequenceOf(book))
                return (book, cursor.Sequence);
        return null;
    }
}
