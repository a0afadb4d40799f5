using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace TradingOps.Hosting;

/// <summary>
/// Runs one step at start and then at an interval, until the process stops. No exception ends it: a step that fails is logged,
/// counted as <c>service_errors_total{kind="task"}</c> and run again at the next interval.
/// </summary>
/// <param name="every">Time between the starts of two steps; a step that takes longer delays the next one.</param>
/// <param name="clock">The clock of the interval.</param>
/// <param name="logger">Where failed steps are logged.</param>
public abstract class PollingService(TimeSpan every, TimeProvider clock, ILogger logger) : BackgroundService
{
    /// <summary>The clock of the interval.</summary>
    protected TimeProvider Clock { get; } = clock;

    /// <summary>Where this service logs.</summary>
    protected ILogger Logger { get; } = logger;

    /// <summary>Runs the steps.</summary>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, Clock);
        do
        {
            try
            {
                await StepAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                ServiceErrors.Count(ServiceErrors.Task);
                Log.StepFailed(Logger, GetType().Name, every, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>
    /// One step. It handles the failures that it expects; every other exception is a bug, after which the next step runs.
    /// </summary>
    protected abstract Task StepAsync(CancellationToken cancellationToken);
}
