using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>One activation's hold on a stream of the embedded journal.</summary>
internal sealed class EmbeddedStream(string name, StreamIndex index, EmbeddedJournal journal, SnapshotFolder snapshots)
    : IJournalStream
{
    public string Name { get; } = name;

    public StreamIndex Index { get; } = index;

    /// <summary>An append failed: nothing more is taken. Written and read by the writer thread only.</summary>
    public bool HasFailed { get; set; }

    public Task AppendAsync(long sequence, ReadOnlyMemory<byte> payload) => journal.AppendAsync(this, sequence, payload);

    public ValueTask<JournalSnapshot?> LoadSnapshotAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(snapshots.Load(Name, Index.LastSequence));

    public Task SaveSnapshotAsync(long sequence, ReadOnlyMemory<byte> state, CancellationToken cancellationToken) =>
        Task.Run(() => snapshots.Save(Name, sequence, state.Span), cancellationToken);
}
