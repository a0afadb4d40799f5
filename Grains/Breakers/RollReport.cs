using Microsoft.Extensions.Logging;

namespace TradingOps.Grains.Breakers;

/// <summary>
/// Tells the roll of breakers where one of them stands, until it has heard; only the last word counts. Used within one grain's
/// turns only.
/// </summary>
internal sealed class RollReport(IGrainFactory grains, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);

    private BreakerView? _untold;
    private bool _isTelling;

    /// <summary>Tells it, without making anybody wait.</summary>
    public Task TellAsync(BreakerView breaker)
    {
        _untold = breaker;
        if (!_isTelling) _ = TellAsync();
        return Task.CompletedTask;
    }

    private async Task TellAsync()
    {
        _isTelling = true;
        while (_untold is { } breaker)
        {
            try
            {
                await grains.GetFirmBreaker().Report(breaker);
                if (_untold == breaker) _untold = null;
            }
            catch (Exception e)
            {
                Log.ReportFailed(logger, breaker.Scope, e);
                await Task.Delay(AgainAfter, clock);
            }
        }
        _isTelling = false;
    }
}
