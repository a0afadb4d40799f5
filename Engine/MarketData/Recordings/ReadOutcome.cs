namespace TradingOps.Engine.MarketData.Recordings;

/// <summary>What a step of a recording gave.</summary>
public enum ReadOutcome
{
    /// <summary>An event.</summary>
    Event,

    /// <summary>A line or message that cannot be read.</summary>
    Bad,

    /// <summary>The recording is over.</summary>
    End,
}
