using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Tests.Journaling;

public sealed class GrainLogTests
{
    private static readonly RecordCodec<byte> Codec = new(record => [record], payload => payload.Span[0]);

    private readonly OneStream _stored = new();
    private readonly List<byte> _applied = [];
    private readonly GrainLog<byte> _log;
    private int _deactivations;

    public GrainLogTests() => _log = new(_stored, "stream", Codec, () => _deactivations++, NullLogger.Instance);

    [Fact]
    public async Task A_record_takes_effect_in_the_turn_in_which_it_becomes_durable()
    {
        await _log.OpenAsync(restore: null, CancellationToken.None);
        var durableWhenApplied = -1L;
        var append = _log.AppendAsync(7, _ => durableWhenApplied = _log.Durable);
        Assert.Equal((1, 0), (_log.Sequence, _log.Durable));
        _stored.Written.SetResult();
        await append;
        // No snapshot at sequence 1 can be without record 1.
        Assert.Equal((0, 1), (durableWhenApplied, _log.Durable));
    }

    [Fact]
    public async Task A_failed_append_has_no_effect_faults_the_log_and_deactivates_once()
    {
        await _log.OpenAsync(restore: null, CancellationToken.None);
        var append = _log.AppendAsync(7, _applied.Add);
        _stored.Written.SetException(new JournalException("the disk is full"));
        var error = await Assert.ThrowsAsync<TradingUnavailableException>(() => append);
        Assert.Equal((TradingError.JournalUnavailable, false), (error.Code, error.IsOutcomeKnown));
        await Assert.ThrowsAsync<TradingUnavailableException>(() => _log.UntilDurableAsync());
        Assert.Empty(_applied);
        Assert.Equal((true, 1, 0), (_log.IsFaulted, _deactivations, _log.Durable));
    }

    [Fact]
    public async Task A_snapshot_is_restored_and_the_records_after_it_are_replayed()
    {
        _stored.Records = [1, 2, 3];
        _stored.Snapshot = new(2, new byte[] { 42 });
        Assert.Equal([42, 3], await OpenAsync());
        Assert.Equal((3, 3, 1), (_log.Sequence, _log.Durable, _log.SinceSnapshot));
    }

    [Fact]
    public async Task An_invalid_snapshot_is_ignored_and_the_whole_stream_is_replayed()
    {
        _stored.Records = [1, 2, 3];
        _stored.Snapshot = new(2, new byte[] { 0 });
        Assert.Equal([1, 2, 3], await OpenAsync());
    }

    [Fact]
    public async Task A_snapshot_that_is_not_saved_faults_nothing()
    {
        _stored.Records = [1];
        await OpenAsync();
        _stored.SnapshotFailure = new JournalException("the disk is full");
        Assert.False(await _log.SaveSnapshotAsync(1, new byte[] { 42 }, CancellationToken.None));
        _stored.SnapshotFailure = null;
        Assert.True(await _log.SaveSnapshotAsync(1, new byte[] { 42 }, CancellationToken.None));
        Assert.Equal((false, 0), (_log.IsFaulted, _deactivations));
    }

    private async Task<List<byte>> OpenAsync()
    {
        await _log.OpenAsync(Restore, CancellationToken.None);
        await foreach (var record in _log.ReplayAsync(CancellationToken.None)) _applied.Add(record);
        return _applied;

        void Restore(ReadOnlyMemory<byte> state)
        {
            if (state.Span[0] == 0) throw new InvalidDataException("no state");
            _applied.Add(state.Span[0]);
        }
    }

    /// <summary>A journal of one stream, in memory.</summary>
    private sealed class OneStream : IJournal, IJournalStream
    {
        public byte[] Records { get; set; } = [];

        public JournalSnapshot? Snapshot { get; set; }

        public Exception? SnapshotFailure { get; set; }

        /// <summary>Ends the appends.</summary>
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => "stream";

        public ValueTask<IJournalStream> OpenAsync(string stream, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IJournalStream>(this);

        public async IAsyncEnumerable<JournalRecord> ReadAsync(
            string stream, long fromSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            for (var i = fromSequence; i <= Records.Length; i++) yield return new(i, new[] { Records[i - 1] });
        }

        public Task AppendAsync(long sequence, ReadOnlyMemory<byte> payload, MarketRecord? record = null) => Written.Task;

        public ValueTask<JournalSnapshot?> LoadSnapshotAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult(Snapshot);

        public Task SaveSnapshotAsync(long sequence, ReadOnlyMemory<byte> state, CancellationToken cancellationToken) =>
            SnapshotFailure is null ? Task.CompletedTask : Task.FromException(SnapshotFailure);

        public ValueTask<IReadOnlyList<string>> ListStreamsAsync(string prefix, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
