using Npgsql;
using TradingOps.Hosting;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>
/// Asks the database twice a second whether it answers and has all that was acknowledged, so that a silo knows without an order
/// having to fail.
/// </summary>
internal sealed class DatabaseWatch(
    NpgsqlDataSource source, StoreLosses losses, TimeProvider clock, ILogger<DatabaseWatch> logger)
    : PollingService(TimeSpan.FromSeconds(0.5), clock, logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private volatile string? _fault;

    /// <summary>Why the database takes nothing, or null.</summary>
    public string? Fault => _fault;

    /// <summary>A write failed: the database counts as away until it answers again.</summary>
    public void Suspect(Exception e) => _fault = e.Message;

    protected override async Task StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var timing = DatabaseMetrics.Time(DatabaseMetrics.Health);
            _fault = await AskAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            _fault = e.Message;
        }
    }

    /// <summary>Why the database takes nothing, as it says itself.</summary>
    private async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        // A connection to a replica can be older than the replica's promotion.
        await losses.CheckAsync(connection);
        await using var command = new NpgsqlCommand(
            "SELECT (SELECT id FROM losses WHERE approved_at IS NULL), (SELECT coalesce(max(id), 0) FROM losses)", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return losses.Observe(await reader.IsDBNullAsync(0, cancellationToken) ? null : reader.GetInt64(0), reader.GetInt64(1));
    }
}
