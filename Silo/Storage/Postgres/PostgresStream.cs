using Npgsql;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>One activation's hold on a stream of the journal in PostgreSQL.</summary>
internal sealed class PostgresStream(string name, NpgsqlDataSource source, PostgresWriter writer) : StreamLease(name),
    IJournalStream
{
    public Task AppendAsync(long sequence, ReadOnlyMemory<byte> payload, MarketRecord? record)
    {
        var append = new PendingAppend(this, sequence, payload, record);
        writer.Enqueue(append);
        return append.Durable;
    }

    public async ValueTask<JournalSnapshot?> LoadSnapshotAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var timing = DatabaseMetrics.Time(DatabaseMetrics.SnapshotRead);
            // A snapshot whose record is not in the journal holds records that are gone.
            await using var command = source.CreateCommand(
                """
                SELECT s.sequence, s.state FROM snapshots s
                WHERE s.stream = $1
                    AND EXISTS (SELECT FROM journal j WHERE j.stream = s.stream AND j.sequence = s.sequence)
                """);
            command.Parameters.Add(new() { Value = Name });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken) ? new(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : null;
        }
        catch (NpgsqlException e)
        {
            throw new JournalException($"the snapshot of {Name} cannot be read: {e.Message}", e);
        }
    }

    public async Task SaveSnapshotAsync(long sequence, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        try
        {
            using var timing = DatabaseMetrics.Time(DatabaseMetrics.SnapshotWrite);
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(new(
                """
                INSERT INTO snapshots AS s (stream, sequence, state)
                SELECT $1, $2, $3
                WHERE EXISTS (SELECT FROM journal WHERE stream = $1 AND sequence = $2)
                    AND NOT EXISTS (SELECT FROM losses WHERE approved_at IS NULL)
                ON CONFLICT (stream) DO UPDATE SET sequence = excluded.sequence, state = excluded.state, saved_at = now()
                WHERE s.sequence <= excluded.sequence
                """)
            {
                Parameters = { new() { Value = Name }, new() { Value = sequence }, new() { Value = state.ToArray() } },
            });
            if (JournalStreams.AccountOf(Name) is not null)
                foreach (var command in AccountRows.ToCommands(AccountJson.DecodeCheckpoint(state.Span))) batch.BatchCommands.Add(
                    command);
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (NpgsqlException e)
        {
            throw new JournalException($"a snapshot of {Name} cannot be kept: {e.Message}", e);
        }
    }
}
