using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>One activation's hold on a stream of the embedded journal.</summary>
internal sealed class EmbeddedStream(string name, EmbeddedJournal journal, JournalWriter writer, SnapshotFolder snapshots)
    : StreamLease(name), IJournalStream
{
    /// <summary>Where the stream's records are. A stream that nothing is appended to has none.</summary>
    public StreamIndex Index => field ??= journal.IndexOf(Name);

    public Task AppendAsync(long sequence, ReadOnlyMemory<byte> payload, MarketRecord? record)
    {
        var append = new PendingAppend(this, sequence, payload, record);
        writer.Enqueue(append);
        return append.Durable;
    }

    public ValueTask<JournalSnapshot?> LoadSnapshotAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(snapshots.Load(Name));

    public Task SaveSnapshotAsync(long sequence, ReadOnlyMemory<byte> state, CancellationToken cancellationToken) =>
        Task.Run(() => snapshots.Save(Name, sequence, state.Span), cancellationToken);
}
