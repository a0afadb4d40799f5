using Npgsql;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>The settings of the database that decide whether a crash can lose what was acknowledged.</summary>
internal static class Durability
{
    /// <summary>
    /// Reads the settings and logs what they mean. <see cref="SchemaException"/> if they can lose acknowledged orders and
    /// <see cref="PostgresOptions.RequireDurable"/> is set.
    /// </summary>
    public static async Task CheckAsync(
        NpgsqlDataSource source, PostgresOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var settings = await ReadAsync(source, cancellationToken);
        var risks = FindRisks(settings).ToArray();
        if (risks.Length > 0 && options.RequireDurable)
            throw new SchemaException($"Storage:Postgres:RequireDurable is set, and {string.Join("; ", risks)}");
        foreach (var risk in risks) Log.NotDurable(logger, risk);
        var standbys = settings["synchronous_standby_names"];
        if (standbys.Length == 0) Log.NoStandby(logger);
        else Log.Standbys(logger, standbys);
    }

    /// <summary>What the settings can lose, in words; empty if nothing.</summary>
    /// <param name="settings">Names and values, as in <c>pg_settings</c>.</param>
    public static IEnumerable<string> FindRisks(IReadOnlyDictionary<string, string> settings)
    {
        if (settings["fsync"] == "off")
            yield return "fsync is off: a crash of the database's machine can lose or tear acknowledged records";
        if (settings["full_page_writes"] == "off")
            yield return "full_page_writes is off: a crash of the database's machine can tear pages";
        var (commit, hasStandbys) = (settings["synchronous_commit"], settings["synchronous_standby_names"].Length > 0);
        if (commit == "off")
            yield return "synchronous_commit is off: a crash of the database loses its last acknowledged records";
        if (commit == "local" && hasStandbys)
            yield return "synchronous_commit is local: a failover to a standby can lose acknowledged records";
    }

    private static async Task<Dictionary<string, string>> ReadAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = source.CreateCommand(
                """
                SELECT name, setting FROM pg_settings
                WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'synchronous_standby_names')
                """);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var settings = new Dictionary<string, string>(StringComparer.Ordinal);
            while (await reader.ReadAsync(cancellationToken)) settings.Add(reader.GetString(0), reader.GetString(1).Trim());
            return settings;
        }
        catch (NpgsqlException e)
        {
            throw new SchemaException(Schema.Explain(e));
        }
    }
}
