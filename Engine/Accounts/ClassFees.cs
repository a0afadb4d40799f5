namespace TradingOps.Engine.Accounts;

/// <summary>The fees of an asset class.</summary>
public sealed record ClassFees
{
    /// <summary>Of a fill of a resting order.</summary>
    public FeeRate Maker { get; init; } = new();

    /// <summary>Of a fill of an order that took.</summary>
    public FeeRate Taker { get; init; } = new();
}
