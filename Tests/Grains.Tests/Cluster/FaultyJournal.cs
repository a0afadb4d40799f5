using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Tests.Cluster;

/// <summary>
/// A journal whose writes can be held back or made to fail. Otherwise it is the one that it stands in front of.
/// </summary>
internal sealed class FaultyJournal(IJournal inner) : IJournal, IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private TaskCompletionSource? _held;
    private int _passing;

    /// <summary>What the next appends fail with; null lets them pass.</summary>
    public Exception? Failure { get; set; }

    /// <summary>So many appends pass yet before they fail.</summary>
    public void FailAfter(int appends, Exception failure)
    {
        lock (_gate) (_passing, Failure) = (appends, failure);
    }

    /// <summary>The next append is durable, and its caller hears that it failed.</summary>
    public bool LoseNextAnswer { get; set; }

    /// <summary>From now on appends wait.</summary>
    public void Hold()
    {
        lock (_gate) _held ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Until so many appends more have come and wait.</summary>
    public async Task UntilHeldAsync(int count = 1)
    {
        for (var i = 0; i < count; i++) await _arrived.WaitAsync();
    }

    /// <summary>Lets what waits go on.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _held?.SetResult();
            _held = null;
        }
    }

    /// <summary>Market data are written in the background: only this symbol's are held back or fail.</summary>
    public string? MarketDataOf { get; set; }

    public async ValueTask<IJournalStream> OpenAsync(string stream, CancellationToken cancellationToken)
    {
        var opened = await inner.OpenAsync(stream, cancellationToken);
        var isData = stream.StartsWith(JournalStreams.MarketData(""), StringComparison.Ordinal);
        return !isData || stream == JournalStreams.MarketData(MarketDataOf ?? "") ? new Stream(this, opened) : opened;
    }

    public IAsyncEnumerable<JournalRecord> ReadAsync(string stream, long fromSequence, CancellationToken cancellationToken) =>
        inner.ReadAsync(stream, fromSequence, cancellationToken);

    public ValueTask<IReadOnlyList<string>> ListStreamsAsync(string prefix, CancellationToken cancellationToken) =>
        inner.ListStreamsAsync(prefix, cancellationToken);

    public void Dispose() => _arrived.Dispose();

    private bool MayPass()
    {
        lock (_gate) return _passing > 0 && _passing-- > 0;
    }

    private Task HeldAsync()
    {
        lock (_gate)
        {
            if (_held is null) return Task.CompletedTask;
            _arrived.Release();
            return _held.Task;
        }
    }

    private sealed class Stream(FaultyJournal journal, IJournalStream inner) : IJournalStream
    {
        private Task _last = Task.CompletedTask;

        public string Name => inner.Name;

        public Task AppendAsync(long sequence, ReadOnlyMemory<byte> payload, MarketRecord? record) =>
            _last = AppendAfterAsync(_last, journal.HeldAsync(), sequence, payload, record);

        public ValueTask<JournalSnapshot?> LoadSnapshotAsync(CancellationToken cancellationToken) =>
            inner.LoadSnapshotAsync(cancellationToken);

        public Task SaveSnapshotAsync(long sequence, ReadOnlyMemory<byte> state, CancellationToken cancellationToken) =>
            inner.SaveSnapshotAsync(sequence, state, cancellationToken);

        private async Task AppendAfterAsync(
            Task before, Task held, long sequence, ReadOnlyMemory<byte> payload, MarketRecord? record)
        {
            await before;
            await held;
            if (journal.Failure is { } failure && !journal.MayPass()) throw failure;
            await inner.AppendAsync(sequence, payload, record);
            if (!journal.LoseNextAnswer) return;
            journal.LoseNextAnswer = false;
            throw new JournalException("the answer was lost");
        }
    }
}
