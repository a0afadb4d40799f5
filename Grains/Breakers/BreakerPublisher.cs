using Microsoft.Extensions.Logging;

namespace TradingOps.Grains.Breakers;

/// <summary>
/// Publishes the state of one breaker to the registry of breakers, and retries until the registry has it; only the last state
/// counts. Used within one grain's turns only.
/// </summary>
internal sealed class BreakerPublisher(IGrainFactory grains, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private BreakerView? _unpublished;
    private Task _publishing = Task.CompletedTask;

    /// <summary>Publishes a state in the background.</summary>
    public Task PublishSoonAsync(BreakerView breaker)
    {
        _ = PublishAsync(breaker);
        return Task.CompletedTask;
    }

    /// <summary>Publishes a state; completes when the registry has it.</summary>
    public Task PublishAsync(BreakerView breaker)
    {
        _unpublished = breaker;
        if (_publishing.IsCompleted) _publishing = PublishAsync();
        return _publishing;
    }

    private async Task PublishAsync()
    {
        while (_unpublished is { } breaker)
        {
            try
            {
                await grains.GetFirmBreaker().Report(breaker);
                if (_unpublished == breaker) _unpublished = null;
            }
            catch (Exception e)
            {
                Log.ReportFailed(logger, breaker.Scope, e);
                await Task.Delay(RetryAfter, clock);
            }
        }
    }
}
