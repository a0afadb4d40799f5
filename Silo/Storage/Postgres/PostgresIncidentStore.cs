using Npgsql;
using TradingOps.Grains.Incidents;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>The incident log in the tables <c>incidents</c> and <c>incident_steps</c>.</summary>
internal sealed class PostgresIncidentStore(NpgsqlDataSource source) : IIncidentStore
{
    public async Task<IReadOnlyList<IncidentEntry>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var timing = DatabaseMetrics.Time(DatabaseMetrics.Incidents);
            await using var command = source.CreateCommand(
                """
                SELECT i.id, s.status, s.at, s.who, s.note, i.type, i.severity, i.title, i.detail, i.source, i.dedup_key
                FROM incidents i JOIN incident_steps s ON s.incident = i.id
                WHERE i.status <> 'resolved' OR i.id > (SELECT max(id) FROM incidents) - $1
                ORDER BY i.id, array_position(ARRAY['open', 'acknowledged', 'resolved'], s.status)
                """);
            command.Parameters.Add(new() { Value = (long)IncidentLogGrain.MaxResolvedHeld });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var entries = new List<IncidentEntry>();
            while (await reader.ReadAsync(cancellationToken)) entries.Add(Read(reader));
            return entries;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new IncidentStoreException($"the incidents cannot be read: {e.Message}", e);
        }
    }

    public async Task AppendAsync(IncidentEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            using var timing = DatabaseMetrics.Time(DatabaseMetrics.Incidents);
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(entry.Opened is { } what ? Insert(entry, what) : Update(entry));
            batch.BatchCommands.Add(Step(entry));
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new IncidentStoreException($"the database did not take the step: {e.Message}", e);
        }
    }

    private static NpgsqlBatchCommand Insert(IncidentEntry entry, NewIncident what) => Command(
        """
        INSERT INTO incidents (id, type, severity, status, title, detail, source, dedup_key, opened_at)
        VALUES ($1, $2, $3, 'open', $4, $5, $6, $7, $8)
        """,
        entry.Incident, what.Type.ToCode(), what.Severity.ToCode(), what.Title, what.Detail, what.Source, what.DedupKey,
        entry.Step.At.ToUniversalTime());

    private static NpgsqlBatchCommand Update(IncidentEntry entry) => Command(
        $"UPDATE incidents SET status = $2, {entry.Step.Status.ToCode()}_at = $3 WHERE id = $1",
        entry.Incident, entry.Step.Status.ToCode(), entry.Step.At.ToUniversalTime());

    private static NpgsqlBatchCommand Step(IncidentEntry entry) => Command(
        "INSERT INTO incident_steps (incident, status, at, who, note) VALUES ($1, $2, $3, $4, $5)",
        entry.Incident, entry.Step.Status.ToCode(), entry.Step.At.ToUniversalTime(), entry.Step.Who, entry.Step.Note);

    private static NpgsqlBatchCommand Command(string sql, params object?[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(
                new() { Value = (value is string text ? Rows.WithoutNul(text) : value) ?? DBNull.Value });
        return command;
    }

    private static IncidentEntry Read(NpgsqlDataReader row)
    {
        var status = IncidentCodes.ParseStatus(row.GetString(1));
        var at = row.GetFieldValue<DateTimeOffset>(2);
        var step = new IncidentStep(status, at, row.GetString(3), Text(row, 4));
        if (status != IncidentStatus.Open) return new(row.GetInt64(0), step, null);
        if (!IncidentCodes.TryParseType(row.GetString(5), out var type)
            || !IncidentCodes.TryParseSeverity(row.GetString(6), out var severity))
            throw new IncidentStoreException($"incident {row.GetInt64(0)} is of a type or severity that is not known");
        return new(row.GetInt64(0), step, new()
        {
            Type = type,
            Severity = severity,
            Title = row.GetString(7),
            Detail = Text(row, 8),
            Source = row.GetString(9),
            DedupKey = Text(row, 10),
            BeganAt = at,
        });
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
