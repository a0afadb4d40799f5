using Npgsql;
using TradingOps.Grains.Clocks;
using TradingOps.Hosting;

namespace TradingOps.Silo.Clocks;

/// <summary>
/// Compares this silo's clock with that of the database, at the start and then once a second. All silos of a cluster compare with
/// the same clock, and so with each other.
/// </summary>
internal sealed class DatabaseClockWatch(
    NpgsqlDataSource source, ClockState state, TimeProvider clock, ILogger<DatabaseClockWatch> logger)
    : PollingService(TimeSpan.FromSeconds(1), clock, logger)
{
    private const int Attempts = 10;

    /// <summary>
    /// Compares before the silo does anything by its clock. <see cref="ClockException"/> if it is too far ahead, or if the
    /// database answers too slowly to find out.
    /// </summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; !await CompareAsync(cancellationToken); attempt++)
            if (attempt == Attempts)
                throw new ClockException($"{Attempts} answers of the database were too slow to compare its clock with that of "
                    + $"this machine within Clock:MaxStep ({state.MaxStep})");
        if (state.Fault is { } fault) throw new ClockException(fault);
    }

    protected override async Task StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CompareAsync(cancellationToken);
        }
        catch (NpgsqlException)
        {
            // The health check of the database reports it. What was known about the clock stays known.
        }
    }

    private async Task<bool> CompareAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT clock_timestamp()", connection);
        var before = Clock.GetUtcNow();
        var database = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellationToken))!);
        var after = Clock.GetUtcNow();
        // The database read its clock after the question was sent and before the answer came.
        return state.ObserveSkew(least: before - database, most: after - database);
    }
}
