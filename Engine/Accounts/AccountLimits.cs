namespace TradingOps.Engine.Accounts;

/// <summary>What an account may do at most.</summary>
public sealed record AccountLimits
{
    /// <summary>Buying power as a multiple of equity; 1 is a cash account.</summary>
    public decimal Leverage { get; init; } = 1;

    /// <summary>Open orders at one time.</summary>
    public int MaxOpenOrders { get; init; } = 10_000;

    /// <summary>Value of one order, price times quantity times multiplier, in currency.</summary>
    public decimal MaxOrderNotional { get; init; } = 10_000_000;

    /// <summary>
    /// Whether orders are held against buying power at all; off for a market maker that the house stands behind.
    /// </summary>
    public bool CheckBuyingPower { get; init; } = true;
}
