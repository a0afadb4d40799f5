namespace TradingOps.Grains.Breakers;

/// <summary>Told of every change of a breaker, after it is stored and before whoever asked for it is answered.</summary>
[Alias("tradingops.IBreakerObserver")]
public interface IBreakerObserver : IGrainObserver
{
    /// <summary>A breaker changed.</summary>
    [Alias("Changed")]
    [ResponseTimeout("00:00:01")]
    Task Changed(BreakerView breaker);
}
