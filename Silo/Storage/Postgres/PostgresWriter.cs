using System.Threading.Channels;
using Npgsql;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>
/// The one task of a silo that writes the journal: it takes everything that waits and stores it in one transaction; what comes
/// meanwhile is the next batch.
/// </summary>
internal sealed class PostgresWriter : IAsyncDisposable
{
    private const int MaxBatchRecords = 2000;

    private readonly KeptConnection _connection;
    private readonly DatabaseWatch _watch;
    private readonly InstrumentCatalogue _catalogue;
    private readonly JournalMetrics _metrics;
    private readonly ILogger _logger;
    private readonly Channel<PendingAppend> _waiting = Channel.CreateUnbounded<PendingAppend>(new() { SingleReader = true });
    private readonly HashSet<(string Account, string Symbol)> _traded = [];
    private readonly Task _run;

    public PostgresWriter(NpgsqlDataSource source, DatabaseWatch watch, InstrumentCatalogue catalogue, JournalMetrics metrics,
        ILogger logger)
    {
        (_connection, _watch, _catalogue, _metrics, _logger) = (new(source), watch, catalogue, metrics, logger);
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
        var batch = new List<PendingAppend>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MaxBatchRecords && _waiting.Reader.TryRead(out var append))
            {
                if (append.Hold.HasFailed) append.Fail(new JournalException($"{append.Hold.Name} had a failed append before"));
                else batch.Add(append);
            }
            await WriteAsync(batch);
        }
    }

    private async Task WriteAsync(List<PendingAppend> batch)
    {
        if (batch.Count == 0) return;
        try
        {
            await StoreAsync(batch);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            await WriteApartAsync(batch, e);
            return;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            // The transaction may have been committed before the connection was lost: only the next reader knows.
            Log.WriteFailed(_logger, batch.Count, e);
            _watch.Suspect(e);
            FailAll(batch, $"the database did not take the record: {e.Message}");
            return;
        }
        _metrics.Observe(batch);
        foreach (var append in batch) append.Complete();
    }

    /// <summary>Somebody in the batch was superseded: each stream by itself, so that only that one fails.</summary>
    private async Task WriteApartAsync(List<PendingAppend> batch, PostgresException e)
    {
        var streams = batch.GroupBy(a => a.Hold).Select(g => g.ToList()).ToList();
        if (streams.Count > 1)
        {
            foreach (var stream in streams) await WriteAsync(stream);
        }
        else if (batch.Count > 1)
        {
            // What comes before the conflict is sound; what comes behind it falls with it.
            await WriteAsync([batch[0]]);
            var rest = batch.Skip(1).ToList();
            if (batch[0].Hold.HasFailed) FailAll(rest, $"{batch[0].Hold.Name} had a failed append before");
            else await WriteAsync(rest);
        }
        else
        {
            _metrics.ObserveConflict();
            batch[0].Fail(
                new JournalConflictException($"{batch[0].Hold.Name} record {batch[0].Sequence}: {e.MessageText} {e.Detail}"));
        }
    }

    private static void FailAll(List<PendingAppend> appends, string why)
    {
        foreach (var append in appends) append.Fail(new JournalException(why));
    }

    private async Task StoreAsync(List<PendingAppend> appends)
    {
        var rows = new BatchRows(_catalogue, _traded);
        foreach (var append in appends)
        {
            append.Read();
            rows.Add(append);
        }
        using var timing = DatabaseMetrics.Time(DatabaseMetrics.JournalAppend);
        var connection = await _connection.OpenAsync(CancellationToken.None);
        // Without a transaction of its own, a batch is one: a single round trip stores all of it or nothing.
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in rows.ToCommands()) batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync();
        _traded.UnionWith(rows.NewlyTraded);
    }
}
