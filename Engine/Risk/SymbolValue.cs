using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Risk;

/// <summary>What position and orders of a symbol, or of many together, add to an account's figures, in currency.</summary>
public readonly record struct SymbolValue
{
    /// <summary>
    /// Decimals that every figure is rounded to, half to even: few enough for sums below 10^12 to be exact, whatever was divided,
    /// so that they are the same in whichever order figures come and go.
    /// </summary>
    internal const int Decimals = 16;

    /// <summary>Shares or contracts, signed.</summary>
    public decimal Quantity { get; private init; }

    /// <summary>
    /// Shares or contracts that the position would have, without sign, if all orders of its worse side were filled; of one symbol
    /// only.
    /// </summary>
    public decimal LargestQuantity { get; private init; }

    /// <summary>Value of an equity or option, open P&amp;L of a future.</summary>
    public decimal Equity { get; private init; }

    /// <summary>Open P&amp;L.</summary>
    public decimal UnrealizedPnl { get; private init; }

    /// <summary>Absolute market value.</summary>
    public decimal GrossExposure { get; private init; }

    /// <summary>Signed market value.</summary>
    public decimal NetExposure { get; private init; }

    /// <summary>What one share or contract is worth; of one symbol only. Null without a position.</summary>
    public decimal? Price { get; private init; }

    /// <summary>Positions valued at a price that is not their market's of now.</summary>
    public int StalePositions { get; private init; }

    /// <summary>
    /// Values a symbol. A position whose market has no price is valued at the previous one, or at its average if there never was
    /// one, and is stale.
    /// </summary>
    /// <param name="instrument">The symbol's instrument.</param>
    /// <param name="position">What is held; null for nothing.</param>
    /// <param name="held">What orders hold.</param>
    /// <param name="mark">The market's prices.</param>
    public static SymbolValue Of(Instrument instrument, Position? position, in Reservation held, in Mark mark)
    {
        var quantity = position?.Quantity ?? 0;
        var largest = Math.Max(
            Math.Abs(quantity),
            Math.Max(quantity + instrument.ToQuantity(held.BuyLots), instrument.ToQuantity(held.SellLots) - quantity));
        if (quantity == 0) return new() { LargestQuantity = largest };
        var price = mark.Price ?? position!.AveragePrice;
        var value = Round(quantity * price * instrument.Multiplier);
        var open = Round(position!.UnrealizedPnl(price, instrument.Multiplier));
        return new()
        {
            Quantity = quantity,
            LargestQuantity = largest,
            Equity = instrument.AssetClass == AssetClass.Futures ? open : value,
            UnrealizedPnl = open,
            GrossExposure = Math.Abs(value),
            NetExposure = value,
            Price = price,
            StalePositions = mark.IsStale ? 1 : 0,
        };
    }

    /// <summary>This one with another in place of a part of it.</summary>
    public SymbolValue Replace(in SymbolValue part, in SymbolValue by) => new()
    {
        Quantity = Quantity - part.Quantity + by.Quantity,
        Equity = Equity - part.Equity + by.Equity,
        UnrealizedPnl = UnrealizedPnl - part.UnrealizedPnl + by.UnrealizedPnl,
        GrossExposure = GrossExposure - part.GrossExposure + by.GrossExposure,
        NetExposure = NetExposure - part.NetExposure + by.NetExposure,
        StalePositions = StalePositions - part.StalePositions + by.StalePositions,
    };

    private static decimal Round(decimal figure) => Math.Round(figure, Decimals);
}
