namespace TradingOps.Engine.Instruments;

/// <summary>The class of an instrument: decides its destination, its multiplier's origin and how cash moves.</summary>
public enum AssetClass : byte
{
    /// <summary>Shares: cash moves by the whole notional.</summary>
    Equity = 0,

    /// <summary>Listed options: cash moves by the premium times the multiplier.</summary>
    Options = 1,

    /// <summary>Futures: cash moves by realised P&amp;L only.</summary>
    Futures = 2,
}
