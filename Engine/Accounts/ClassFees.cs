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
    public decimal MostOf(decimal quantity, decimal notional)
    {
        // Each order may pay another of them, so the highest parts count together.
        var auction = Auction ?? Taker;
        var perUnit = Math.Max(0, Math.Max(Maker.PerUnit, Math.Max(Taker.PerUnit, auction.PerUnit)));
        var basisPoints = Math.Max(0, Math.Max(Maker.BasisPoints, Math.Max(Taker.BasisPoints, auction.BasisPoints)));
        return new FeeRate(perUnit, basisPoints).Of(quantity, notional);
    }
}
