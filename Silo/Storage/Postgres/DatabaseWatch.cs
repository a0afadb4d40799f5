using Npgsql;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>Asks the database twice a second whether it answers, so that a silo knows without an order having to fail.</summary>
internal sealed class DatabaseWatch(NpgsqlDataSource source) : BackgroundService
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private volatile string? _fault;

    /// <summary>Why the database takes nothing, or null.</summary>
    public string? Fault => _fault;

    /// <summary>A write failed: the database counts as away until it answers again.</summary>
    public void Suspect(Exception e) => _fault = e.Message;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(AskEvery);
        try
        {
            do await AskAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops; so does the watch.
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var timing = DatabaseMetrics.Time(DatabaseMetrics.Health);
            await using var command = source.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
            _fault = null;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            _fault = e.Message;
        }
    }
}
