using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// The one thread that writes the journal. It takes everything that waits, writes it with one sync, shows it to the query index
/// and completes the appends; what comes during the write is the next batch.
/// </summary>
internal sealed class JournalWriter : IDisposable
{
    private readonly EmbeddedJournal _journal;
    private readonly JournalEndFile? _endFile;
    private readonly OrderIndex _orders;
    private readonly EmbeddedStoreOptions _options;
    private readonly JournalMetrics _metrics;
    private readonly Action<string> _endProcess;
    private readonly ILogger _logger;
    private readonly object _gate = new();
    private readonly Thread _thread;
    private readonly MemoryStream _buffer = new();
    private readonly HashSet<(string, string)> _clientKeys = [];
    private readonly Dictionary<StreamIndex, long> _lastInBatch = [];
    private Queue<PendingAppend> _waiting = new();
    private JournalEnd _end;
    private long? _cutTo;
    private bool _isBroken;
    private bool _stopping;
    private bool _isCheckpointDue;

    /// <param name="journal">The journal.</param>
    /// <param name="endFile">Where the end is written; null for a journal that is only read.</param>
    /// <param name="end">The journal's end.</param>
    /// <param name="orders">Shown what is durable.</param>
    /// <param name="options">Bounds of batches.</param>
    /// <param name="metrics">Counts what is written.</param>
    /// <param name="endProcess">Told why, when the disk fails: then nothing is written any more.</param>
    /// <param name="logger">For writes that fail.</param>
    public JournalWriter(
        EmbeddedJournal journal, JournalEndFile? endFile, JournalEnd end, OrderIndex orders, EmbeddedStoreOptions options,
        JournalMetrics metrics, Action<string> endProcess, ILogger logger)
    {
        (_journal, _endFile, _end, _orders) = (journal, endFile, end, orders);
        (_options, _metrics, _endProcess, _logger) = (options, metrics, endProcess, logger);
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

    /// <summary>The end of the journal. Not while the thread runs.</summary>
    public JournalEnd End => _end;

    /// <summary>Takes a checkpoint of the index behind the batch that is being written.</summary>
    public void RequestCheckpoint()
    {
        lock (_gate)
        {
            _isCheckpointDue = true;
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
            bool isCheckpointDue;
            lock (_gate)
            {
                while (_waiting.Count == 0 && !_stopping && !_isCheckpointDue) Monitor.Wait(_gate);
                if (_waiting.Count == 0 && _stopping) return;
                (isCheckpointDue, _isCheckpointDue) = (_isCheckpointDue, false);
                (taken, _waiting) = (_waiting, taken);
            }
            if (isCheckpointDue) _journal.TakeCheckpoint(_end);
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
        if (_isBroken) return new("the disk of the journal has failed");
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
            _journal.RollIfFull(_end);
            var sum = Encode(batch, offsets);
            _cutTo = _journal.Tail.Length;
            _journal.Tail.Append(_buffer.GetBuffer().AsSpan(0, (int)_buffer.Length));
            var end = new JournalEnd(_end.Store, _journal.Tail.Number, _journal.Tail.Length, _end.Batch + 1, sum);
            // Before anything is acknowledged: a start misses what is acknowledged and not there.
            _endFile?.Write(end);
            (_end, _cutTo) = (end, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (Disk.IsBroken(e)) Break(batch, e);
            else FailBatch(batch, e);
            return;
        }
        IsHealthy = true;
        Complete(batch, offsets);
    }

    /// <summary>Puts the frames of a batch into the buffer; returns the sum of all frames up to them.</summary>
    private ulong Encode(List<PendingAppend> batch, int[] offsets)
    {
        _buffer.SetLength(0);
        var (start, sum) = ((int)_journal.Tail.Length, _end.Sum);
        for (var i = 0; i < batch.Count; i++)
        {
            var at = (int)_buffer.Position;
            offsets[i] = start + at;
            Frame.Write(
                _buffer, _end.Batch + 1, batch.Count - 1 - i, batch[i].Hold.Name, batch[i].Sequence, batch[i].Payload.Span);
            sum = Frame.SumOf(sum, _buffer.GetBuffer().AsSpan(at, (int)_buffer.Position - at));
        }
        return sum;
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

    /// <summary>
    /// The disk has failed: only the next start finds out how much of the batch is on it. Nothing that the system has in memory
    /// of these files can be relied on (docs/decisions/0035).
    /// </summary>
    private void Break(List<PendingAppend> batch, Exception e)
    {
        (IsHealthy, _isBroken) = (false, true);
        Log.DiskFailed(_logger, _journal.Tail.Path, batch.Count, e);
        _endProcess(
            $"the disk of {_journal.Tail.Path} has failed ({e.Message}): the outcome of {batch.Count} records is unknown");
        foreach (var append in batch) append.Fail(new JournalException($"the disk has failed: {e.Message}", e));
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
        if (_cutTo is not { } length) return;
        // Before the records: a start refuses a journal that lacks what its end covers.
        _endFile?.TakeBack(_end);
        _journal.Tail.CutTo(length);
        _cutTo = null;
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
