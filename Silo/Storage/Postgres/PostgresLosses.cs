using System.Collections.Immutable;
using Npgsql;
using TradingOps.Engine.Errors;
using TradingOps.Grains;
using TradingOps.Grains.Losses;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>
/// The tables <c>losses</c>, <c>lost_records</c> and <c>lost_orders</c>, as people see and decide about them. A person may call
/// the same functions in the database.
/// </summary>
internal sealed class PostgresLosses(NpgsqlDataSource source) : ILossStore
{
    private const int MaxLosses = 100;

    /// <summary>Streams and orders of a loss that are listed; the tables have all.</summary>
    private const int MaxListed = 1000;

    public Task<ImmutableArray<LossView>> ListAsync() => AskAsync(connection => ReadAsync(connection, null));

    public Task<LossAnswer?> AcceptAsync(long loss, string reason, string who) => AskAsync(async connection =>
    {
        await using var transaction = await connection.BeginTransactionAsync();
        // One decision after the other.
        await ExecuteAsync(connection, "SELECT FROM losses WHERE id = $1 FOR UPDATE", loss);
        if (await ReadAsync(connection, loss) is not [var before]) return null;
        var refusal = before switch
        {
            { ApprovedBy: not null } => LossRefusal.Approved,
            { AcceptedBy: { } first } when string.Equals(first, who, StringComparison.OrdinalIgnoreCase) =>
                LossRefusal.SecondPersonRequired,
            _ => LossRefusal.None,
        };
        if (refusal != LossRefusal.None) return new(before, refusal);
        if (before.AcceptedBy is null) await ExecuteAsync(connection, "SELECT accept_loss($1, $2, $3)", loss, who, reason);
        else
        {
            await ExecuteAsync(
                connection, "UPDATE losses SET reason = reason || '; ' || $2 || ': ' || $3 WHERE id = $1", loss, who, reason);
            await ExecuteAsync(connection, "SELECT approve_loss($1, $2)", loss, who);
        }
        var after = await ReadAsync(connection, loss);
        await transaction.CommitAsync();
        return new LossAnswer(after[0], refusal);
    });

    private async Task<T> AskAsync<T>(Func<NpgsqlConnection, Task<T>> ask)
    {
        try
        {
            using var timing = DatabaseMetrics.Time(DatabaseMetrics.Losses);
            await using var connection = await source.OpenConnectionAsync();
            return await ask(connection);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new TradingUnavailableException(TradingError.DatabaseUnavailable, $"the database does not answer: {e.Message}");
        }
    }

    private static async Task<ImmutableArray<LossView>> ReadAsync(NpgsqlConnection connection, long? loss)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT id, found_at, found_by, accepted_by, accepted_at, reason, approved_by, approved_at,
                ARRAY(SELECT stream FROM lost_records WHERE loss = id ORDER BY stream LIMIT {MaxListed}),
                ARRAY(SELECT first FROM lost_records WHERE loss = id ORDER BY stream LIMIT {MaxListed}),
                ARRAY(SELECT last FROM lost_records WHERE loss = id ORDER BY stream LIMIT {MaxListed}),
                ARRAY(SELECT order_id FROM lost_orders WHERE loss = id ORDER BY order_id LIMIT {MaxListed}),
                (SELECT count(*) FROM lost_orders WHERE loss = id)
            FROM losses WHERE $1 IS NULL OR id = $1 ORDER BY id DESC LIMIT {MaxLosses}
            """, connection)
        {
            Parameters = { new() { Value = (object?)loss ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var losses = ImmutableArray.CreateBuilder<LossView>();
        while (await reader.ReadAsync()) losses.Add(Read(reader));
        return losses.ToImmutable();
    }

    private static LossView Read(NpgsqlDataReader row)
    {
        var (streams, first, last) =
            (row.GetFieldValue<string[]>(8), row.GetFieldValue<long[]>(9), row.GetFieldValue<long[]>(10));
        return new()
        {
            Number = row.GetInt64(0),
            FoundAt = row.GetFieldValue<DateTimeOffset>(1),
            FoundBy = row.GetString(2),
            AcceptedBy = row.IsDBNull(3) ? null : row.GetString(3),
            AcceptedAt = row.IsDBNull(4) ? null : row.GetFieldValue<DateTimeOffset>(4),
            Reason = row.IsDBNull(5) ? null : row.GetString(5),
            ApprovedBy = row.IsDBNull(6) ? null : row.GetString(6),
            ApprovedAt = row.IsDBNull(7) ? null : row.GetFieldValue<DateTimeOffset>(7),
            Streams = [.. streams.Select((s, i) => new LostStream(s, first[i], last[i]))],
            Orders = [.. row.GetFieldValue<string[]>(11)],
            OrderCount = row.GetInt64(12),
        };
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }
}
