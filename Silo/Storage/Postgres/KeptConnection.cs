using System.Data;
using Npgsql;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>
/// One connection, kept for one kind of statement: the server has planned it and has at hand what it needs. The pool would hand
/// out all of its connections in turn. For one user at a time.
/// </summary>
internal sealed class KeptConnection(NpgsqlDataSource source) : IAsyncDisposable
{
    /// <summary>
    /// A statement names the rows that it wants by their keys, and is planned once, maybe while its tables are empty: by their
    /// size of then they would be read from one end to the other for ever.
    /// </summary>
    private const string ByKeys =
        """
        SET plan_cache_mode = force_generic_plan;
        SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off
        """;

    private NpgsqlConnection? _connection;

    /// <summary>
    /// The connection; another one where it was lost. <see cref="NpgsqlException"/> if there is none to be had.
    /// </summary>
    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (_connection is { FullState: ConnectionState.Open } open) return open;
        await DisposeAsync();
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var settings = new NpgsqlCommand(ByKeys, connection);
            await settings.ExecuteNonQueryAsync(cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        return _connection = connection;
    }

    /// <summary>Gives it back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection) await connection.DisposeAsync();
        _connection = null;
    }
}
