using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// The one thread that writes the journal. It takes everything that waits, writes it with one sync, shows it to the query index
/// and completes the appends; what comes during the write is the next batch.
/// </summary>
internal sealed class JournalWriter : IDisposable
{
    private readonly EmbeddedJournal _journal;
    private readonly OrderIndex _orders;
    private readonly EmbeddedStoreOptions _options;
    private readonly JournalMetrics _metrics;
    private readonly ILogger _logger;
    private readonly object _gate = new();
    private readonly Thread _thread;
    private readonly MemoryStream _buffer = new();
    private readonly HashSet<(string, string)> _clientKeys = [];
    private readonly Dictionary<StreamIndex, long> _lastInBatch = [];
    private Queue<PendingAppend> _waiting = new();
    private long _batch;
    private bool _mustCut;
    private bool _stopping;

    public JournalWriter(
        EmbeddedJournal journal, OrderIndex orders, EmbeddedStoreOptions options, JournalMetrics metrics, ILogger logger,
        long lastBatch)
    {
        (_journal, _orders, _options, _metrics, _logger, _batch) = (journal, orders, options, metrics, logger, lastBatch);
        _thread = new(Run) { Name = "journal writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Whether the last write succeeded.</summary>
    public bool IsHealthy { get; private set; } = true;

    /// <summary>Puts an append behind those that wait.</summary>
    public void Enqueue(PendingAppend append)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            _waiting.Enqueue(append);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Writes what waits and stops.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }
        _thread.Join();
        _buffer.Dispose();
    }

    private void Run()
    {
        var taken = new Queue<PendingAppend>();
        while (true)
        {
            lock (_gate)
            {
                while (_waiting.Count == 0 && !_stopping) Monitor.Wait(_gate);
                if (_waiting.Count == 0) return;
                (taken, _waiting) = (_waiting, taken);
            }
            while (taken.Count > 0) WriteBatch(NextBatch(taken));
        }
    }

    /// <summary>Takes appends up to the bound of a batch, and refuses those that may not be written.</summary>
    private List<PendingAppend> NextBatch(Queue<PendingAppend> taken)
    {
        var batch = new List<PendingAppend>();
        var bytes = 0;
        _clientKeys.Clear();
        _lastInBatch.Clear();
        while (taken.Count > 0 && bytes < _options.BatchBytes)
        {
            var append = taken.Dequeue();
            if (Refuse(append) is { } refusal)
            {
                if (refusal is JournalConflictException) _metrics.ObserveConflict();
                append.Fail(refusal);
                continue;
            }
            batch.Add(append);
            bytes += append.Payload.Length;
        }
        return batch;
    }

    private JournalException? Refuse(PendingAppend append)
    {
        var stream = (EmbeddedStream)append.Hold;
        if (stream.HasFailed) return new($"{stream.Name} had a failed append before");
        if (append.Payload.Length > Frame.MaxBodyLength - 1024)
            return new($"a record of {append.Payload.Length} bytes is too large");
        var last = _lastInBatch.TryGetValue(stream.Index, out var sequence) ? sequence : stream.Index.LastSequence;
        if (append.Sequence != last + 1)
            return new JournalConflictException($"{stream.Name} is at {last}, so record {append.Sequence} cannot be appended");
        append.Read();
        try
        {
            if (append.Record?.ClientKey is { } key && (!_orders.IsFree(key) || !_clientKeys.Add(key)))
                return new JournalConflictException(
                    $"account {key.Account} has used client order id '{key.ClientOrderId}' before");
        }
        catch (JournalException e)
        {
            return e;
        }
        _lastInBatch[stream.Index] = append.Sequence;
        return null;
    }

    private void WriteBatch(List<PendingAppend> batch)
    {
        if (batch.Count == 0) return;
        var offsets = new int[batch.Count];
        try
        {
            CutIfNeeded();
            _journal.RollIfFull();
            _buffer.SetLength(0);
            var start = (int)_journal.Tail.Length;
            for (var i = 0; i < batch.Count; i++)
            {
                offsets[i] = start + (int)_buffer.Position;
                Frame.Write(
                    _buffer, _batch + 1, batch.Count - 1 - i, batch[i].Hold.Name, batch[i].Sequence, batch[i].Payload.Span);
            }
            _mustCut = true;
            _journal.Tail.Append(_buffer.GetBuffer().AsSpan(0, (int)_buffer.Length));
            _mustCut = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            FailBatch(batch, e);
            return;
        }
        _batch++;
        IsHealthy = true;
        Complete(batch, offsets);
    }

    private void Complete(List<PendingAppend> batch, int[] offsets)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            ((EmbeddedStream)batch[i].Hold).Index.Add(new(_journal.Tail.Number, offsets[i]));
            if (batch[i].Record is { } record) _orders.Apply(record);
        }
        _metrics.Observe(batch);
        foreach (var append in batch) append.Complete();
    }

    private void FailBatch(List<PendingAppend> batch, Exception e)
    {
        IsHealthy = false;
        Log.WriteFailed(_logger, batch.Count, e);
        // What was written of it must be gone before its callers hear that it is not stored.
        TryCut();
        foreach (var append in batch) append.Fail(new JournalException($"the record could not be written: {e.Message}", e));
    }

    private void CutIfNeeded()
    {
        if (!_mustCut) return;
        _journal.Tail.CutTo(_journal.Tail.Length);
        _mustCut = false;
    }

    private void TryCut()
    {
        try
        {
            CutIfNeeded();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.CutFailed(_logger, e);
        }
    }
}
