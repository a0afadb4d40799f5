using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;

namespace TradingOps.FaultySilo;

/// <summary>
/// A hold on a stream that breaks a promise as it appends. It saves no snapshot, which would hide what is missing.
/// </summary>
internal abstract class BrokenStream(IJournalStream inner) : IJournalStream
{
    public string Name => Inner.Name;

    protected IJournalStream Inner { get; } = inner;

    public abstract Task AppendAsync(long sequence, ReadOnlyMemory<byte> payload, MarketRecord? record);

    public ValueTask<JournalSnapshot?> LoadSnapshotAsync(CancellationToken cancellationToken) =>
        Inner.LoadSnapshotAsync(cancellationToken);

    public Task SaveSnapshotAsync(long sequence, ReadOnlyMemory<byte> state, CancellationToken cancellationToken) =>
        Task.CompletedTask;
}
