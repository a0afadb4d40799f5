using TradingOps.Grains.Journaling;

namespace TradingOps.FaultySilo;

/// <summary>Lets an activation that was superseded go on as if its records were stored.</summary>
internal sealed class UnfencedJournal(IJournal inner) : IJournal
{
    public bool TakesRecords => inner.TakesRecords;

    public async ValueTask<IJournalStream> OpenAsync(string stream, CancellationToken cancellationToken) =>
        new Stream(await inner.OpenAsync(stream, cancellationToken));

    public IAsyncEnumerable<JournalRecord> ReadAsync(string stream, long fromSequence, CancellationToken cancellationToken) =>
        inner.ReadAsync(stream, fromSequence, cancellationToken);

    public ValueTask<IReadOnlyList<string>> ListStreamsAsync(string prefix, CancellationToken cancellationToken) =>
        inner.ListStreamsAsync(prefix, cancellationToken);

    private sealed class Stream(IJournalStream inner) : IJournalStream
    {
        public string Name => inner.Name;

        public async Task AppendAsync(long sequence, ReadOnlyMemory<byte> payload)
        {
            try
            {
                await inner.AppendAsync(sequence, payload);
            }
            catch (JournalException)
            {
                // The promise that is broken here: who was superseded goes on.
            }
        }

        public ValueTask<JournalSnapshot?> LoadSnapshotAsync(CancellationToken cancellationToken) =>
            inner.LoadSnapshotAsync(cancellationToken);

        public Task SaveSnapshotAsync(long sequence, ReadOnlyMemory<byte> state, CancellationToken cancellationToken) =>
            Task.CompletedTask;
    }
}
