using Microsoft.Extensions.Logging;

namespace TradingOps.Grains.Breakers;

/// <summary>The silos that watch the breakers, each for as long as its lease holds. Used within one grain's turns only.</summary>
internal sealed class SiloWatchers(TimeProvider clock, ILogger logger)
{
    private readonly Dictionary<IBreakerObserver, long> _renewedAt = [];
    private readonly long _began = clock.GetTimestamp();

    /// <summary>Renews the lease of a silo that is about to be answered; it begins no later than now.</summary>
    public void Renew(IBreakerObserver observer) => _renewedAt[observer] = clock.GetTimestamp();

    /// <summary>
    /// Sends the states to every silo. Completes when each silo has received them or its lease has ended: from then on no silo
    /// acts on earlier states. Right after the start it also waits until the leases have ended that an earlier activation gave.
    /// </summary>
    public async Task NotifyAsync(BreakerStates states)
    {
        var earlierLeases = Left(_began) is var left && left > TimeSpan.Zero ? Task.Delay(left, clock) : Task.CompletedTask;
        foreach (var (observer, renewedAt) in _renewedAt.ToArray())
            if (Left(renewedAt) <= TimeSpan.Zero)
                _renewedAt.Remove(observer);
        await Task.WhenAll([earlierLeases, .. _renewedAt.Keys.ToArray().Select(observer => NotifyAsync(observer, states))]);
    }

    private async Task NotifyAsync(IBreakerObserver observer, BreakerStates states)
    {
        var renewedAt = _renewedAt[observer];
        try
        {
            await observer.Changed(states);
        }
        catch (Exception e) when (GrainCall.IsFailure(e))
        {
            // If it renews its lease in the meantime, the answer carries this change.
            Log.SiloNotNotified(logger, e);
            if (Left(renewedAt) is var rest && rest > TimeSpan.Zero) await Task.Delay(rest, clock);
        }
    }

    private TimeSpan Left(long renewedAt) => BreakerCache.Lease - clock.GetElapsedTime(renewedAt);
}
