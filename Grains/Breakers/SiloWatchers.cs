using Microsoft.Extensions.Logging;

namespace TradingOps.Grains.Breakers;

/// <summary>The silos that watch the breakers, each as long as its lease. Used within one grain's turns only.</summary>
internal sealed class SiloWatchers(TimeProvider clock, ILogger logger)
{
    private readonly Dictionary<IBreakerObserver, long> _askedAt = [];
    private readonly long _began = clock.GetTimestamp();

    /// <summary>A silo asked, and is about to be answered: its lease begins no later than now.</summary>
    public void Renew(IBreakerObserver observer) => _askedAt[observer] = clock.GetTimestamp();

    /// <summary>
    /// Tells every silo, and completes when each has heard it or has no lease any more: from then on nobody acts on what was
    /// before. Right after the start that takes until the leases are over that an earlier activation gave.
    /// </summary>
    public async Task TellAsync(BreakerRoll roll)
    {
        var forgotten = Left(_began) is var left && left > TimeSpan.Zero ? Task.Delay(left, clock) : Task.CompletedTask;
        foreach (var (observer, askedAt) in _askedAt.ToArray())
            if (Left(askedAt) <= TimeSpan.Zero)
                _askedAt.Remove(observer);
        await Task.WhenAll([forgotten, .. _askedAt.Keys.ToArray().Select(observer => TellAsync(observer, roll))]);
    }

    private async Task TellAsync(IBreakerObserver observer, BreakerRoll roll)
    {
        var askedAt = _askedAt[observer];
        try
        {
            await observer.Changed(roll);
        }
        catch (Exception e) when (GrainCall.IsFailure(e))
        {
            // If it asks again meanwhile, it is answered with this change.
            Log.SiloSilent(logger, e);
            if (Left(askedAt) is var rest && rest > TimeSpan.Zero) await Task.Delay(rest, clock);
        }
    }

    private TimeSpan Left(long askedAt) => BreakerBoard.Lease - clock.GetElapsedTime(askedAt);
}
