namespace TradingOps.Engine.Markets;

/// <summary>What an order did in a trade, which decides its fee.</summary>
public enum Liquidity : byte
{
    /// <summary>It traded with an order that was resting.</summary>
    Taker = 0,

    /// <summary>It was resting.</summary>
    Maker = 1,

    /// <summary>It traded when an auction ended, where neither order takes.</summary>
    Auction = 2,
}
