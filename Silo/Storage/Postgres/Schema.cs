using System.Globalization;
using System.Reflection;
using Npgsql;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>
/// The numbered scripts of <c>deploy/postgres</c>, applied in order, each once, in a transaction of its own. Silos that start
/// together take turns by an advisory lock.
/// </summary>
internal static class Schema
{
    private const long AdvisoryLock = 0x54_52_41_44_45;
    private const string ResourcePrefix = "postgres/";

    /// <summary>
    /// Brings the database to this program's version. <see cref="SchemaException"/> if it is newer, or cannot be reached or
    /// changed.
    /// </summary>
    public static async Task ApplyAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await ExecuteAsync(connection, $"SELECT pg_advisory_lock({AdvisoryLock})", cancellationToken);
            await ApplyMissingAsync(connection, cancellationToken);
            await ExecuteAsync(connection, $"SELECT pg_advisory_unlock({AdvisoryLock})", cancellationToken);
        }
        catch (PostgresException e)
        {
            throw new SchemaException($"ConnectionStrings:TradingOps: the database refuses: {e.MessageText} ({e.SqlState})");
        }
        catch (NpgsqlException e)
        {
            throw new SchemaException(
                $"ConnectionStrings:TradingOps: the database cannot be reached: {e.InnerException?.Message ?? e.Message}");
        }
    }

    private static async Task ApplyMissingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection,
            "CREATE TABLE IF NOT EXISTS schema_version "
            + "(version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())",
            cancellationToken);
        var scripts = Scripts();
        var applied = await VersionAsync(connection, cancellationToken);
        if (applied > scripts.Count)
            throw new SchemaException(
                $"the database has schema version {applied}, this program knows {scripts.Count}: run a newer silo");
        foreach (var (version, text) in scripts.Where(s => s.Key > applied))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await ExecuteAsync(connection, text, cancellationToken);
            await ExecuteAsync(connection, $"INSERT INTO schema_version (version) VALUES ({version})", cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    private static async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT coalesce(max(version), 0) FROM schema_version", connection);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static SortedDictionary<int, string> Scripts()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var scripts = new SortedDictionary<int, string>();
        foreach (
            var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            scripts.Add(int.Parse(name.AsSpan(ResourcePrefix.Length, 4), CultureInfo.InvariantCulture), reader.ReadToEnd());
        }
        return scripts;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
