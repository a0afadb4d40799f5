using TradingOps.Grains;
using TradingOps.Grains.Breakers;
using TradingOps.Hosting;

namespace TradingOps.Silo.Breakers;

/// <summary>Keeps the silo's copy of the breakers current: it receives every change, and asks once a second besides.</summary>
internal sealed class BreakerWatch(
    IGrainFactory grains, BreakerCache cache, BreakerMetrics metrics, TimeProvider clock, ILogger<BreakerWatch> logger)
    : PollingService(TimeSpan.FromSeconds(1), clock, logger), IBreakerObserver
{
    private IBreakerObserver? _self;

    public Task Changed(BreakerStates states)
    {
        cache.Update(states);
        metrics.Show(cache.Firm, states.Counts);
        return Task.CompletedTask;
    }

    protected override async Task StepAsync(CancellationToken cancellationToken)
    {
        _self ??= grains.CreateObjectReference<IBreakerObserver>(this);
        var requestedAt = Clock.GetTimestamp();
        try
        {
            var states = await grains.GetFirmBreaker().Watch(_self);
            cache.Update(states, requestedAt);
            metrics.Show(cache.Firm, states.Counts);
        }
        catch (Exception e) when (e is IOException || GrainCall.IsFailure(e, cancellationToken))
        {
            Log.BreakerSilent(Logger, e);
            metrics.Show(cache.Firm);
        }
    }
}
