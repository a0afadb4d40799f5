namespace TradingOps.Engine.Risk;

/// <summary>What a market last said of its prices, in currency; null where there is none.</summary>
/// <param name="Bid">Best bid.</param>
/// <param name="Ask">Best ask.</param>
/// <param name="Last">Last trade.</param>
public readonly record struct Mark(decimal? Bid, decimal? Ask, decimal? Last)
{
    /// <summary>The price that a position is valued at: what it would trade at now, else the last trade, else null.</summary>
    public decimal? For(decimal quantity) => (quantity < 0 ? Ask : Bid) ?? Last;

    /// <summary>The price that a market order on a side is expected to trade at, else the last trade, else null.</summary>
    public decimal? Against(Books.Side side) => (side == Books.Side.Buy ? Ask : Bid) ?? Last;
}
