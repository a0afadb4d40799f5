namespace TradingOps.Engine.MarketData;

/// <summary>What the length of a bar is counted in.</summary>
public enum TimeframeUnit
{
    /// <summary>Seconds.</summary>
    Second,

    /// <summary>Minutes.</summary>
    Minute,

    /// <summary>Hours.</summary>
    Hour,

    /// <summary>Trading days.</summary>
    Day,

    /// <summary>Weeks, which begin on Monday.</summary>
    Week,

    /// <summary>Calendar months.</summary>
    Month,
}
