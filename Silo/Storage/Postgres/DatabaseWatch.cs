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
            await using var command = source.CreateCommand("SELECT (SELECT id FROM losses WHERE approved_at IS NULL)");
            var loss = await command.ExecuteScalarAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
            _fault = losses.Observe(loss as long?);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            _fault = e.Message;
        }
    }
}
