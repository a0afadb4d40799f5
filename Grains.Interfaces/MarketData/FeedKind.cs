namespace TradingOps.Grains.MarketData;

/// <summary>Where a feed has its prices from.</summary>
public enum FeedKind
{
    /// <summary>A recorded file.</summary>
    File = 0,

    /// <summary>Ticks that callers send.</summary>
    Push = 1,

    /// <summary>A seeded random walk around the reference price.</summary>
    Simulation = 2,

    /// <summary>A server that sends market data in the form of Alpaca's.</summary>
    WebSocket = 3,

    /// <summary>A topic of Kafka.</summary>
    Kafka = 4,
}
