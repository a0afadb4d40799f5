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

    /// <summary>
    /// The most that orders may cost, whatever they do in their trades; 0 or more.
    /// </summary>
    /// <param name="quantity">Shares or contracts.</param>
    /// <param name="notional">Their value, of any sign.</param>
    public decimal MostOf(decimal quantity, decimal notional) => Math.Max(
        Math.Max(0, Maker.Of(quantity, notional)),
        Math.Max(Taker.Of(quantity, notional), (Auction ?? Taker).Of(quantity, notional)));
}
