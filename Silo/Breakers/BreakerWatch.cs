using Prometheus;
using TradingOps.Engine.Breakers;
using TradingOps.Grains;
using TradingOps.Grains.Breakers;

namespace TradingOps.Silo.Breakers;

/// <summary>Keeps the silo's word of the firm's breaker fresh: told of every change, and asks once a second besides.</summary>
internal sealed class BreakerWatch(IGrainFactory grains, BreakerBoard board, ILogger<BreakerWatch> logger) : BackgroundService,
    IBreakerObserver
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);

    private readonly Gauge _state = Metrics.CreateGauge(
        "circuit_breaker_state", "The firm's breaker: 0 trading, 1 tripped, 2 reduce-only or probation.");

    public Task Changed(BreakerView breaker)
    {
        board.Hear(breaker);
        _state.Set(board.Firm == BreakerState.Closed ? 0 : 1);
        return Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var self = grains.CreateObjectReference<IBreakerObserver>(this);
        using var timer = new PeriodicTimer(AskEvery);
        try
        {
            do await AskAsync(self);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops; so does the watch.
        }
    }

    private async Task AskAsync(IBreakerObserver self)
    {
        try
        {
            await Changed(await grains.GetFirmBreaker().Watch(self));
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or IOException)
        {
            Log.BreakerSilent(logger, e);
        }
    }
}
