using System.Threading.Channels;
using Npgsql;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>
/// The one task of a silo that writes the journal: it takes everything that waits and stores it in one transaction; what comes
/// during the write is the next batch. Where many come, that batch is prepared while the database works.
/// </summary>
internal sealed class PostgresWriter : IAsyncDisposable
{
    private const int MaxBatchRecords = 2000;
    private const int MaxTries = 3;
    private const string NoGaps = "journal_without_gaps";

    /// <summary>From this size on, the database works long enough to prepare the next batch during the write.</summary>
    private const int ManyRecords = 100;

    private readonly KeptConnection _connection;
    private readonly DatabaseWatch _watch;
    private readonly StoreLosses _losses;
    private readonly InstrumentCatalogue _catalogue;
    private readonly JournalMetrics _metrics;
    private readonly ILogger _logger;
    private readonly Channel<PendingAppend> _waiting = Channel.CreateUnbounded<PendingAppend>(new() { SingleReader = true });
    private readonly HashSet<(string Account, string Symbol)> _traded = [];
    private readonly Task _run;

    public PostgresWriter(
        NpgsqlDataSource source, DatabaseWatch watch, StoreLosses losses, InstrumentCatalogue catalogue, JournalMetrics metrics,
        ILogger logger)
    {
        (_connection, _watch, _losses) = (new(source), watch, losses);
        (_catalogue, _metrics, _logger) = (catalogue, metrics, logger);
        _run = Task.Run(RunAsync);
    }

    /// <summary>
    /// Puts an append behind those that wait. Markets bound how many that can be (<c>Books:MaxPendingRecords</c>).
    /// </summary>
    public void Enqueue(PendingAppend append)
    {
        if (!_waiting.Writer.TryWrite(append)) append.Fail(new JournalException("the silo is stopping"));
    }

    /// <summary>Writes what waits and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _run;
        await _connection.DisposeAsync();
    }

    private async Task RunAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            for (var batch = Gather(NewBatch()); batch.Appends.Count > 0;)
            {
                var (writing, next) = (WriteAsync(batch), NewBatch());
                if (batch.Appends.Count >= ManyRecords)
                    while (next.Appends.Count < MaxBatchRecords && await ComesMoreAsync(writing)) Gather(next);
                if (await writing) _traded.UnionWith(batch.NewlyTraded);
                batch = Gather(next);
            }
        }
    }

    private BatchRows NewBatch() => new(_catalogue, _traded);

    /// <summary>Adds what waits.</summary>
    private BatchRows Gather(BatchRows batch)
    {
        while (batch.Appends.Count < MaxBatchRecords && _waiting.Reader.TryRead(out var append))
        {
            if (append.Hold.HasFailed) Fall(append);
            else batch = Add(batch, append);
        }
        return batch;
    }

    /// <summary>Adds a record. One that cannot be turned into rows fails alone.</summary>
    private BatchRows Add(BatchRows batch, PendingAppend append)
    {
        try
        {
            batch.Add(append);
            return batch;
        }
        catch (Exception e)
        {
            Log.RecordUnreadable(_logger, append.Hold.Name, append.Sequence, e);
            append.Fail(new JournalException($"{append.Hold.Name} record {append.Sequence} cannot be stored: {e.Message}"));
            // It may have left half of its rows.
            return Batch(batch.Appends.Where(a => a != append));
        }
    }

    private static void Fall(PendingAppend append) =>
        append.Fail(new JournalException($"{append.Hold.Name} had a failed append before"));

    /// <summary>Waits for more records, at most as long as some are being written; whether there are.</summary>
    private async Task<bool> ComesMoreAsync(Task writing)
    {
        var more = _waiting.Reader.WaitToReadAsync().AsTask();
        return await Task.WhenAny(writing, more) == more && await more;
    }

    /// <summary>Writes a batch; whether all of it was stored, as one.</summary>
    private async Task<bool> WriteAsync(BatchRows batch)
    {
        // A record before them may have failed since they were added.
        var fallen = batch.Appends.Where(a => a.Hold.HasFailed).ToList();
        fallen.ForEach(Fall);
        if (fallen.Count > 0) batch = Batch(batch.Appends.Except(fallen));
        if (batch.Appends.Count == 0) return false;
        try
        {
            await StoreAsync(batch);
        }
        catch (PostgresException e) when (IsAboutRows(e))
        {
            await WriteApartAsync(batch.Appends, e);
            return false;
        }
        catch (Exception e)
        {
            // The transaction may have been committed before the connection was lost: only the next reader knows.
            Log.WriteFailed(_logger, batch.Appends.Count, e);
            _watch.Suspect(e);
            foreach (var append in batch.Appends)
                append.Fail(new JournalException($"the database did not take the record: {e.Message}"));
            return false;
        }
        _losses.Acknowledge(batch.Appends);
        _metrics.Observe(batch.Appends);
        foreach (var append in batch.Appends) append.Complete();
        return fallen.Count == 0;
    }

    /// <summary>
    /// Whether the database refused a row for what is in it: a key that is there, a value that is none (classes 22, 23).
    /// </summary>
    private static bool IsAboutRows(PostgresException e) =>
        e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState.StartsWith("23", StringComparison.Ordinal);

    /// <summary>
    /// A stream in the batch was superseded or has an invalid value: writes each stream alone, so that only that one fails.
    /// </summary>
    private async Task WriteApartAsync(IReadOnlyList<PendingAppend> appends, PostgresException e)
    {
        var streams = appends.GroupBy(a => a.Hold).ToList();
        if (streams.Count > 1)
        {
            foreach (var stream in streams) await WriteAsync(Batch(stream));
        }
        else if (appends.Count > 1)
        {
            // What comes before the conflict is sound; what comes behind it falls with it.
            var half = appends.Count / 2;
            await WriteAsync(Batch(appends.Take(half)));
            await WriteAsync(Batch(appends.Skip(half)));
        }
        else
        {
            appends[0].Fail(e.ConstraintName == NoGaps ? await ExplainGapAsync(appends[0]) : Explain(appends[0], e));
        }
    }

    private JournalException Explain(PendingAppend append, PostgresException e)
    {
        var what = $"{append.Hold.Name} record {append.Sequence}: {e.MessageText} {e.Detail}";
        if (e.SqlState != PostgresErrorCodes.UniqueViolation) return new(what);
        // The record is there already: this activation does not know the end of the stream.
        _metrics.ObserveConflict();
        return new JournalConflictException(what);
    }

    /// <summary>
    /// The record before this one was not in the table. This activation has read it there, or appended it: unless it is there
    /// now, it is lost.
    /// </summary>
    private async Task<JournalException> ExplainGapAsync(PendingAppend append)
    {
        var what = $"{append.Hold.Name} record {append.Sequence} is not stored without the one before it";
        _losses.Suspect(append.Hold.Name, append.Sequence - 1);
        try
        {
            // A statement of its own sees what was committed since.
            await _losses.CheckAsync(await _connection.OpenAsync(CancellationToken.None));
        }
        catch (Exception e)
        {
            // It is gone; or the database is, and the next check looks for it.
            Log.GapFound(_logger, append.Hold.Name, append.Sequence, e);
            _watch.Suspect(e);
            return new($"{what}: {e.Message}");
        }
        _metrics.ObserveConflict();
        return new JournalConflictException(what);
    }

    private BatchRows Batch(IEnumerable<PendingAppend> appends)
    {
        var batch = NewBatch();
        foreach (var append in appends) batch.Add(append);
        return batch;
    }

    /// <summary>Stores a batch, again where the database has rolled it back for the sake of another transaction.</summary>
    private async Task StoreAsync(BatchRows rows)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await StoreOnceAsync(rows);
                return;
            }
            catch (PostgresException e) when (tries < MaxTries && IsToBeSentAgain(e))
            {
                Log.RolledBack(_logger, rows.Appends.Count, e);
            }
        }
    }

    private static bool IsToBeSentAgain(PostgresException e) =>
        e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    private async Task StoreOnceAsync(BatchRows rows)
    {
        using var timing = DatabaseMetrics.Time(DatabaseMetrics.JournalAppend);
        var connection = await _connection.OpenAsync(CancellationToken.None);
        // Without a transaction of its own, a batch is one: a single round trip stores all of it or nothing.
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in rows.ToCommands()) batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync();
    }
}
