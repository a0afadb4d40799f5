using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;
using TradingOps.Silo.Cluster;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>
/// Finds out whether the database came back without its newest records, as a replica that lagged or a restored copy does. This
/// silo remembers which records it acknowledged, and looks for the newest of them on every new connection and twice a second.
/// What is gone is stored as a loss: the database then takes no record until two people have accepted the loss. The silo ends,
/// because its grains remember what is gone. Thread-safe; one per silo.
/// </summary>
/// <remarks>
/// A database loses its newest commits first. If any acknowledged record is gone, so is the newest one, and it is enough to look
/// for that one. What another silo acknowledged and a grain of this one has read is not remembered here: the database refuses
/// the next record of that stream, and the record before it is looked for then.
/// </remarks>
internal sealed class StoreLosses(Action<string> end, ILogger<StoreLosses> logger)
{
    /// <summary>Most orders whose ids are remembered, so that a loss can list them.</summary>
    private const int MaxOrders = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _last = new(StringComparer.Ordinal);
    private readonly Queue<(string Symbol, long Number)> _orders = new();
    private readonly HashSet<(string Stream, long Sequence)> _suspects = [];
    private (string Stream, long Sequence)? _newest;
    private long? _lossesAtStart;

    /// <summary>For a program that writes no records.</summary>
    public static StoreLosses None { get; } = new(_ => { }, NullLogger<StoreLosses>.Instance);

    /// <summary>For a silo, which ends when a loss is found.</summary>
    public static StoreLosses OfSilo(ILogger<StoreLosses> logger) => new(EndOfSilo.EndNow, logger);

    /// <summary>The records were stored and are acknowledged.</summary>
    public void Acknowledge(IReadOnlyList<PendingAppend> appends)
    {
        lock (_gate)
        {
            foreach (var append in appends)
            {
                _last[append.Hold.Name] = append.Sequence;
                if (append.Record?.Market is not { Command.Kind: BookCommandKind.New }) continue;
                _orders.Enqueue((append.Hold.Symbol!, append.Sequence));
                if (_orders.Count > MaxOrders) _orders.Dequeue();
            }
            _newest = (appends[^1].Hold.Name, appends[^1].Sequence);
        }
    }

    /// <summary>
    /// The database refused a record because this one, which its grain has read or appended, is not before it:
    /// <see cref="CheckAsync(NpgsqlConnection)"/> looks for it until it has an answer.
    /// </summary>
    public void Suspect(string stream, long sequence)
    {
        lock (_gate)
        {
            _last[stream] = Math.Max(sequence, _last.GetValueOrDefault(stream));
            _suspects.Add((stream, sequence));
        }
    }

    /// <summary>
    /// Looks for what this silo acknowledged, and for what it suspects to be gone. <see cref="NpgsqlException"/> if one is gone.
    /// </summary>
    public async Task CheckAsync(NpgsqlConnection connection)
    {
        foreach (var suspect in Suspects())
        {
            await CheckAsync(connection, suspect);
            lock (_gate) _suspects.Remove(suspect);
        }
        (string Stream, long Sequence)? newest;
        lock (_gate) newest = _newest;
        if (newest is { } acknowledged) await CheckAsync(connection, acknowledged);
    }

    /// <summary>
    /// The losses as the database has them now. Returns why no records are taken; null if they are. A loss that is newer than
    /// this process was found by another silo; this silo's grains may remember what is gone too, so the silo ends.
    /// </summary>
    /// <param name="open">The loss that is not approved yet; null for none.</param>
    /// <param name="last">The newest loss; 0 for none.</param>
    public string? Observe(long? open, long last)
    {
        bool isNew;
        lock (_gate) isNew = last > (_lossesAtStart ??= last);
        if (isNew) End(last);
        return open is { } loss
            ? $"acknowledged records are gone, and two people must accept loss {loss} first (docs/runbooks/lost-records.md)"
            : null;
    }

    private async Task CheckAsync(NpgsqlConnection connection, (string Stream, long Sequence) record)
    {
        long earlierLosses;
        lock (_gate) earlierLosses = _lossesAtStart ?? long.MaxValue;
        await using var command = new NpgsqlCommand(
            """
            SELECT EXISTS (SELECT FROM journal WHERE stream = $1 AND sequence = $2),
                (SELECT max(loss) FROM lost_records WHERE stream = $1 AND $2 BETWEEN first AND last AND loss > $3)
            """, connection)
        {
            Parameters =
            {
                new() { Value = record.Stream }, new() { Value = record.Sequence }, new() { Value = earlierLosses },
            },
        };
        bool isThere;
        long? known;
        await using (var reader = await command.ExecuteReaderAsync())
        {
            await reader.ReadAsync();
            (isThere, known) = (reader.GetBoolean(0), await reader.IsDBNullAsync(1) ? null : reader.GetInt64(1));
        }
        if (isThere) return;
        // After a pause, a silo may find a loss that is accepted already.
        if ((known ?? await StoreAsync(connection, record)) is not { } loss) return;
        End(loss);
        throw new NpgsqlException($"acknowledged records are gone: loss {loss}");
    }

    private void End(long loss)
    {
        Log.RecordsLost(logger, loss);
        end($"acknowledged records are gone from the database: loss {loss}, see docs/runbooks/lost-records.md");
    }

    /// <summary>
    /// Stores what is gone, together with what other silos have found. Returns the number of the loss; null if nothing is gone
    /// after all, as on a replica that has caught up since.
    /// </summary>
    private async Task<long?> StoreAsync(NpgsqlConnection connection, (string Stream, long Sequence) missing)
    {
        var (streams, orders) = Remembered();
        await using var batch = new NpgsqlBatch(connection);
        Add(
            """
            INSERT INTO losses (found_by)
            SELECT $1 WHERE NOT EXISTS (SELECT FROM journal WHERE stream = $2 AND sequence = $3)
            ON CONFLICT DO NOTHING
            """,
            $"{Environment.MachineName}/{Environment.ProcessId}", missing.Stream, missing.Sequence);
        Add(
            """
            INSERT INTO lost_records AS r (loss, stream, first, last)
            SELECT l.id, s.stream, stored.last + 1, s.sequence
            FROM losses l, unnest($1::text[], $2::bigint[]) AS s (stream, sequence),
                LATERAL (SELECT coalesce(max(j.sequence), 0) AS last FROM journal j WHERE j.stream = s.stream) stored
            WHERE l.approved_at IS NULL AND stored.last < s.sequence
            ON CONFLICT (loss, stream) DO UPDATE SET last = greatest(r.last, excluded.last)
            """,
            streams.Select(s => s.Key).ToArray(), streams.Select(s => s.Value).ToArray());
        Add(
            """
            INSERT INTO lost_orders (loss, order_id)
            SELECT r.loss, o.id
            FROM losses l JOIN lost_records r ON r.loss = l.id,
                unnest($1::text[], $2::bigint[], $3::text[]) AS o (stream, number, id)
            WHERE l.approved_at IS NULL AND o.stream = r.stream AND o.number >= r.first
            ON CONFLICT DO NOTHING
            """,
            orders.Select(o => JournalStreams.Book(o.Symbol)).ToArray(),
            orders.Select(o => o.Number).ToArray(),
            orders.Select(o => OrderIds.Format(o.Symbol, o.Number)).ToArray());
        await batch.ExecuteNonQueryAsync();
        await using var open = new NpgsqlCommand("SELECT id FROM losses WHERE approved_at IS NULL", connection);
        return await open.ExecuteScalarAsync() as long?;

        void Add(string sql, params object[] values)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in values) command.Parameters.Add(new() { Value = value });
            batch.BatchCommands.Add(command);
        }
    }

    private (string Stream, long Sequence)[] Suspects()
    {
        lock (_gate) return [.. _suspects];
    }

    private (KeyValuePair<string, long>[] Streams, (string Symbol, long Number)[] Orders) Remembered()
    {
        // In one order everywhere: no two silos wait for each other.
        lock (_gate) return ([.. _last.OrderBy(s => s.Key, StringComparer.Ordinal)], [.. _orders]);
    }
}
