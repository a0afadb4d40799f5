using TradingOps.Grains;
using TradingOps.Grains.Breakers;

namespace TradingOps.Silo.Breakers;

/// <summary>Keeps the silo's word of the breakers fresh: told of every change, and asks once a second besides.</summary>
internal sealed class BreakerWatch(
    IGrainFactory grains, BreakerBoard board, BreakerMetrics metrics, TimeProvider clock, ILogger<BreakerWatch> logger)
    : BackgroundService, IBreakerObserver
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);

    public Task Changed(BreakerRoll roll)
    {
        board.Hear(roll);
        metrics.Show(board.Firm, roll.Counts);
        return Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var self = grains.CreateObjectReference<IBreakerObserver>(this);
        using var timer = new PeriodicTimer(AskEvery, clock);
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
        var askedAt = clock.GetTimestamp();
        try
        {
            var roll = await grains.GetFirmBreaker().Watch(self);
            board.Hear(roll, askedAt);
            metrics.Show(board.Firm, roll.Counts);
        }
        catch (Exception e) when (e is IOException || TradingUnavailableException.IsOfCall(e))
        {
            Log.BreakerSilent(logger, e);
            metrics.Show(board.Firm);
        }
    }
}
