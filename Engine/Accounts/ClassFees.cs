namespace TradingOps.Engine.Accounts;

/// <summary>The fees of an asset class.</summary>
public sealed record ClassFees
{
    /// <summary>Of a fill of a resting order.</summary>
    public FeeRate Maker { get; init; } = new();

    /// <summary>Of a fill of an order that took.</summary>
    public FeeRate Taker { get; init; } = new();

    /// <summary>Of a fill when an auction ends; null for that of <see cref="Taker"/>.</summary>
    public FeeRate? Auction { get; init; }
}
