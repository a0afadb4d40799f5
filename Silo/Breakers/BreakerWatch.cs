using TradingOps.Grains;
using TradingOps.Grains.Breakers;
using TradingOps.Hosting;

namespace TradingOps.Silo.Breakers;

/// <summary>Keeps the silo's copy of the breakers current: it receives every change, and asks once a second besides.</summary>
internal sealed class BreakerWatch(
    IGrainFactory grains, BreakerBoard board, BreakerMetrics metrics, TimeProvider clock, ILogger<BreakerWatch> logger)
    : PollingService(TimeSpan.FromSeconds(1), clock, logger), IBreakerObserver
{
    private IBreakerObserver? _self;

    public Task Changed(BreakerRoll roll)
    {
        board.Hear(roll);
        metrics.Show(board.Firm, roll.Counts);
        return Task.CompletedTask;
    }

    protected override async Task StepAsync(CancellationToken cancellationToken)
    {
        _self ??= grains.CreateObjectReference<IBreakerObserver>(this);
        var askedAt = Clock.GetTimestamp();
        try
        {
            var roll = await grains.GetFirmBreaker().Watch(_self);
            board.Hear(roll, askedAt);
            metrics.Show(board.Firm, roll.Counts);
        }
        catch (Exception e) when (e is IOException || GrainCall.IsFailure(e, cancellationToken))
        {
            Log.BreakerSilent(Logger, e);
            metrics.Show(board.Firm);
        }
    }
}
