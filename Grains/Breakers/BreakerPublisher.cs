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
    private bool _isPublishing;

    /// <summary>Publishes a state in the background.</summary>
    public Task PublishAsync(BreakerView breaker)
    {
        _unpublished = breaker;
        if (!_isPublishing) _ = PublishAsync();
        return Task.CompletedTask;
    }

    private async Task PublishAsync()
    {
        _isPublishing = true;
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
        _isPublishing = false;
    }
}
