using Npgsql;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>
/// The numbered scripts of <c>deploy/postgres</c>, applied in order, each once, in a transaction of its own. Silos that start
/// together take turns by an advisory lock.
/// </summary>
internal static class Schema
{
    private const long AdvisoryLock = 0x54_52_41_44_45;
    private const string Key = "ConnectionStrings:TradingOps";

    /// <summary>For a change to a large table, and for the turn of another silo that makes one.</summary>
    private const int PatienceSeconds = 600;

    /// <summary>
    /// Brings the database to this program's version. <see cref="SchemaException"/> if it cannot be reached, lacks rights, is
    /// newer than this program, or has had other scripts applied to it.
    /// </summary>
    public static Task ApplyAsync(NpgsqlDataSource source, CancellationToken cancellationToken) =>
        ConnectAsync(source, async connection =>
        {
            await ExecuteAsync(connection, $"SELECT pg_advisory_lock({AdvisoryLock})", cancellationToken);
            await ApplyMissingAsync(connection, cancellationToken);
            await RequireRightsAsync(connection, cancellationToken);
            await ExecuteAsync(connection, $"SELECT pg_advisory_unlock({AdvisoryLock})", cancellationToken);
        }, cancellationToken);

    /// <summary>
    /// Changes nothing. <see cref="SchemaException"/> if the database cannot be reached or is not at this program's version.
    /// </summary>
    public static Task RequireCurrentAsync(NpgsqlDataSource source, CancellationToken cancellationToken) =>
        ConnectAsync(source, async connection =>
        {
            var applied = await AppliedAsync(connection, cancellationToken);
            RequireSame(applied);
            if (applied.Count < Migration.All.Count) throw TooOld(applied.Count, "start a silo on it first");
        }, cancellationToken);

    private static async Task ConnectAsync(
        NpgsqlDataSource source, Func<NpgsqlConnection, Task> use, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await use(connection);
        }
        catch (NpgsqlException e)
        {
            throw new SchemaException(Explain(e));
        }
    }

    /// <summary>What the database's user can do about an error.</summary>
    public static string Explain(NpgsqlException error) => error is PostgresException told
        ? $"{Key}: {AdviceOn(told.SqlState)} ({told.MessageText}, {told.SqlState})"
        : $"{Key}: the database cannot be reached, check Host and Port, and that it runs "
            + $"({error.InnerException?.Message ?? error.Message})";

    /// <summary>Whether the database went away, or went down: not an error of this program.</summary>
    public static bool IsLoss(NpgsqlException error) =>
        error is not PostgresException told || told.SqlState.StartsWith("57", StringComparison.Ordinal);

    private static string AdviceOn(string state) => state switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            "the database does not let us in, check Username and Password",
        PostgresErrorCodes.InvalidCatalogName => "there is no such database, create it or correct Database",
        PostgresErrorCodes.InsufficientPrivilege =>
            "the user lacks a right, use the owner of the database or grant it",
        PostgresErrorCodes.TooManyConnections => "the database has no connection left, raise max_connections",
        _ => "the database refuses",
    };

    private static async Task ApplyMissingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = await AppliedAsync(connection, cancellationToken);
        RequireSame(applied);
        if (applied.Count == Migration.All.Count) return;
        try
        {
            await ExecuteAsync(connection,
                "CREATE TABLE IF NOT EXISTS schema_version (version integer PRIMARY KEY, name text NOT NULL, "
                + "checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())",
                cancellationToken);
            foreach (var migration in Migration.All.Skip(applied.Count))
                await ApplyAsync(connection, migration, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw TooOld(applied.Count, $"the user may not change it, start one silo as its owner first ({e.MessageText})");
        }
    }

    private static async Task ApplyAsync(
        NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, migration.Text, cancellationToken);
        await using var note =
            new NpgsqlCommand("INSERT INTO schema_version (version, name, checksum) VALUES ($1, $2, $3)", connection)
            {
                Parameters = { new() { Value = migration.Version }, new() { Value = migration.Name },
                    new() { Value = migration.Checksum } },
            };
        await note.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>What was applied must be the beginning of what this program carries.</summary>
    private static void RequireSame(List<(int Version, string Name, string Checksum)> applied)
    {
        var known = Migration.All;
        if (applied.Count > known.Count)
            throw new SchemaException($"{Key}: the database has schema version {applied[^1].Version} and this program knows "
                + $"{known.Count}: run a newer silo");
        for (var i = 0; i < applied.Count; i++)
        {
            if (applied[i].Version != i + 1)
                throw new SchemaException($"{Key}: schema version {i + 1} is missing below {applied[^1].Version}: "
                    + "restore the database from a backup");
            if (applied[i].Checksum != known[i].Checksum)
                throw new SchemaException($"{Key}: {applied[i].Name} was applied with another content than this program's "
                    + $"{known[i].Name}: run the silo that belongs to this database");
        }
    }

    private static async Task<List<(int Version, string Name, string Checksum)>> AppliedAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = new List<(int, string, string)>();
        await using var exists = new NpgsqlCommand("SELECT to_regclass('schema_version') IS NOT NULL", connection);
        if (!(bool)(await exists.ExecuteScalarAsync(cancellationToken))!) return applied;
        await using var command =
            new NpgsqlCommand("SELECT version, name, checksum FROM schema_version ORDER BY version", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            applied.Add((reader.GetInt32(0), reader.GetString(1), reader.GetString(2)));
        return applied;
    }

    /// <summary>Better now than at the first order.</summary>
    private static async Task RequireRightsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT string_agg(privilege || ' on ' || name, ', ' ORDER BY name, privilege)
            FROM unnest($1::text[]) AS name, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS privilege
            WHERE NOT has_table_privilege(name, privilege)
            """, connection)
        {
            Parameters = { new() { Value = Migration.All.SelectMany(m => m.Tables).ToArray() } },
        };
        if (await command.ExecuteScalarAsync(cancellationToken) is string missing)
            throw new SchemaException($"{Key}: the user lacks rights, grant {missing}");
    }

    private static SchemaException TooOld(int version, string advice) => new(
        $"{Key}: the database has schema version {version} and this program needs {Migration.All.Count}: {advice}");

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = PatienceSeconds };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
