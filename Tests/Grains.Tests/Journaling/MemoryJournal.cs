using System.Runtime.CompilerServices;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Tests.Journaling;

/// <summary>A journal in memory, whose appends can be made to fail or to wait.</summary>
internal sealed class MemoryJournal : IJournal
{
    private readonly Dictionary<string, List<byte[]>> _streams = new(StringComparer.Ordinal);
    private TaskCompletionSource? _held;
    private int _left = int.MaxValue;
    private JournalException? _last;

    /// <summary>What appends fail with; null lets them succeed.</summary>
    public JournalException? Failure { get; set; }

    public string? Fault { get; set; }

    /// <summary>Sequence of the first record that is left, of all streams.</summary>
    public long Oldest { get; set; } = 1;

    /// <summary>How many snapshots were saved, of all streams. None is kept.</summary>
    public int Snapshots { get; private set; }

    /// <summary>Takes some more appends, and fails from then on.</summary>
    public void FailAfter(int count, JournalException failure) => (_left, _last) = (count, failure);

    /// <summary>What a stream holds.</summary>
    public IEnumerable<byte[]> RecordsOf(string stream) => Records(stream);

    /// <summary>From now on appends wait for <see cref="Release"/>.</summary>
    public void Hold() => _held = new();

    /// <summary>What waits is durable.</summary>
    public void Release() => _held!.SetResult();

    /// <summary>How many records a stream has.</summary>
    public int CountOf(string stream) => Records(stream).Count;

    public ValueTask<IJournalStream> OpenAsync(string stream, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IJournalStream>(new MemoryStream(this, stream));

    public async IAsyncEnumerable<JournalRecord> ReadAsync(
        string stream, long fromSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var records = Records(stream);
        for (var i = (int)Math.Max(fromSequence, Oldest); i <= records.Count; i++) yield return new(i, records[i - 1]);
    }

    public ValueTask<IReadOnlyList<string>> ListStreamsAsync(string prefix, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private List<byte[]> Records(string stream)
    {
        if (!_streams.TryGetValue(stream, out var records)) _streams.Add(stream, records = []);
        return records;
    }

    private sealed class MemoryStream(MemoryJournal journal, string name) : IJournalStream
    {
        public string Name => name;

        public Task AppendAsync(long sequence, ReadOnlyMemory<byte> payload, MarketRecord? record = null)
        {
            if (journal._left-- == 0) journal.Failure = journal._last;
            if (journal.Failure is { } failure) return Task.FromException(failure);
            Assert.Equal(journal.CountOf(name) + 1, sequence);
            journal.Records(name).Add(payload.ToArray());
            return journal._held?.Task ?? Task.CompletedTask;
        }

        public ValueTask<JournalSnapshot?> LoadSnapshotAsync(CancellationToken cancellationToken) => new((JournalSnapshot?)null);

        public Task SaveSnapshotAsync(long sequence, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
        {
            journal.Snapshots++;
            return Task.CompletedTask;
        }
    }
}
