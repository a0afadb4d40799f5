using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Risk;

/// <summary>
/// The market value that positions come to once all open orders of one side were filled, in currency; of one symbol or of many
/// together.
/// </summary>
/// <param name="Gross">Without sign, of the worse side of each symbol; 0 or more.</param>
/// <param name="Long">Signed, all buys filled.</param>
/// <param name="Short">The same with all sells filled, its sign turned: what is short is positive.</param>
public readonly record struct Exposure(decimal Gross, decimal Long, decimal Short)
{
    /// <summary>The net value of the worse side.</summary>
    public decimal Net => Math.Max(Long, Short);

    /// <summary>The sum.</summary>
    public static Exposure operator +(in Exposure a, in Exposure b) => new(a.Gross + b.Gross, a.Long + b.Long, a.Short + b.Short);

    /// <summary>The difference.</summary>
    public static Exposure operator -(in Exposure a, in Exposure b) => new(a.Gross - b.Gross, a.Long - b.Long, a.Short - b.Short);

    /// <summary>
    /// Exposure in one symbol, valued at its mark; before there is one, at the average of the position or of the orders.
    /// </summary>
    /// <param name="instrument">The symbol's instrument.</param>
    /// <param name="position">What is held; null for nothing.</param>
    /// <param name="held">What orders hold.</param>
    /// <param name="mark">The market's prices.</param>
    public static Exposure Of(Instrument instrument, Position? position, in Reservation held, in Mark mark)
    {
        var lots = held.BuyLots + held.SellLots;
        var quantity = position?.Quantity ?? 0;
        if (lots == 0 && quantity == 0) return default;
        var price = mark.Price
            ?? (quantity != 0 ? position!.AveragePrice : (held.BuyValue + held.SellValue) / lots * instrument.TickSize);
        var unit = Math.Abs(price) * instrument.Multiplier;
        var bought = Math.Round((quantity + instrument.ToQuantity(held.BuyLots)) * unit, SymbolValue.Decimals);
        var sold = Math.Round((instrument.ToQuantity(held.SellLots) - quantity) * unit, SymbolValue.Decimals);
        return new(Math.Max(Math.Abs(bought), Math.Abs(sold)), bought, sold);
    }
}
