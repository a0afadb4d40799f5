namespace TradingOps.Grains.Breakers;

/// <summary>Told of changes: of the firm's before whoever asked for it is answered, of a symbol's soon.</summary>
[Alias("tradingops.IBreakerObserver")]
public interface IBreakerObserver : IGrainObserver
{
    /// <summary>A breaker changed.</summary>
    [Alias("Changed")]
    [ResponseTimeout("00:00:01")]
    Task Changed(BreakerStates roll);
}
