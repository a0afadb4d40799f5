using TradingOps.Grains.Journaling;

namespace TradingOps.FaultySilo;

/// <summary>Acknowledges a record before it is durable: it is written a moment later.</summary>
internal sealed class EarlyJournal(IJournal inner) : IJournal
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
        private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(300);

        private Task _last = Task.CompletedTask;

        public string Name => inner.Name;

        public Task AppendAsync(long sequence, ReadOnlyMemory<byte> payload)
        {
            _last = AppendLateAsync(_last, sequence, payload);
            return Task.CompletedTask;
        }

        public ValueTask<JournalSnapshot?> LoadSnapshotAsync(CancellationToken cancellationToken) =>
            inner.LoadSnapshotAsync(cancellationToken);

        public Task SaveSnapshotAsync(long sequence, ReadOnlyMemory<byte> state, CancellationToken cancellationToken) =>
            Task.CompletedTask;

        private async Task AppendLateAsync(Task before, long sequence, ReadOnlyMemory<byte> payload)
        {
            var late = Task.Delay(Late);
            await before;
            await late;
            await inner.AppendAsync(sequence, payload);
        }
    }
}
