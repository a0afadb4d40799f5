using TradingOps.Engine.Markets;

namespace TradingOps.Grains.Journaling;

/// <summary>
/// One activation's hold on a stream. Once an append failed, every later one fails too: what the activation has in memory is then
/// ahead of the truth, and the next activation reads the truth.
/// </summary>
public interface IJournalStream
{
    /// <summary>The stream's name.</summary>
    string Name { get; }

    /// <summary>
    /// Appends the record of a sequence, which must follow the last one. Completes when it is durable, in the order of the
    /// appends. <see cref="JournalException"/>: not durable, or the outcome is not known.
    /// </summary>
    /// <param name="sequence">1, 2, 3, ...</param>
    /// <param name="payload">The record's bytes.</param>
    /// <param name="record">What they were made from, if it is a market's: spares the store to read them back.</param>
    Task AppendAsync(long sequence, ReadOnlyMemory<byte> payload, MarketRecord? record = null);

    /// <summary>The latest snapshot, or null.</summary>
    ValueTask<JournalSnapshot?> LoadSnapshotAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Keeps the state as of a durable sequence, in place of an older one. <see cref="JournalException"/> if it was not kept:
    /// nothing is lost, the next start takes longer.
    /// </summary>
    Task SaveSnapshotAsync(long sequence, ReadOnlyMemory<byte> state, CancellationToken cancellationToken);
}
