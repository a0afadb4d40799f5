namespace TradingOps.Grains.Breakers;

/// <summary>Receives changes: of the firm's breaker before the request is answered, of a symbol's soon after.</summary>
[Alias("tradingops.IBreakerObserver")]
public interface IBreakerObserver : IGrainObserver
{
    /// <summary>A breaker changed.</summary>
    [Alias("Changed")]
    [ResponseTimeout("00:00:01")]
    Task Changed(BreakerStates roll);
}
