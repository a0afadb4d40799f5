using System.Text.Json.Serialization;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Accounts;

/// <summary>
/// A position at average cost. The open cost is kept, not the average, so that thirds do not drift; all figures are exact
/// decimals in the instrument's currency.
/// </summary>
public sealed class Position
{
    /// <summary>
    /// Decimals of a share of the open cost. What the rounding leaves stays in the open cost, so sums stay exact: a decimal has
    /// 28 digits.
    /// </summary>
    private const int CostDecimals = 10;

    /// <summary>A flat position in a symbol.</summary>
    public Position(string symbol) => Symbol = symbol;

    /// <summary>Restores a position from its figures.</summary>
    [JsonConstructor]
    public Position(string symbol, decimal quantity, decimal openCost, decimal realizedPnl, decimal fees)
    {
        Symbol = symbol;
        Quantity = quantity;
        OpenCost = openCost;
        RealizedPnl = realizedPnl;
        Fees = fees;
    }

    /// <summary>The instrument's symbol.</summary>
    public string Symbol { get; }

    /// <summary>Shares or contracts; negative when short.</summary>
    public decimal Quantity { get; private set; }

    /// <summary>Sum of quantity times price over what is open, without multiplier; has the sign of the quantity.</summary>
    public decimal OpenCost { get; private set; }

    /// <summary>Cumulative realised P&amp;L, net of all fees.</summary>
    public decimal RealizedPnl { get; private set; }

    /// <summary>All fees paid.</summary>
    public decimal Fees { get; private set; }

    /// <summary>Average price of what is open, without fees; 0 when flat.</summary>
    [JsonIgnore]
    public decimal AveragePrice => Quantity == 0 ? 0 : OpenCost / Quantity;

    /// <summary>P&amp;L of what is open at a mark.</summary>
    public decimal UnrealizedPnl(decimal mark, decimal multiplier) => (mark * Quantity - OpenCost) * multiplier;

    /// <summary>
    /// Applies a fill of <paramref name="quantity"/> (signed, not 0) and returns the P&amp;L that it realised, net of the fee.
    /// </summary>
    public decimal Apply(decimal quantity, decimal price, Instrument instrument, decimal fee)
    {
        var realized = -fee;
        if (Quantity != 0 && Math.Sign(quantity) != Math.Sign(Quantity))
        {
            var closing = Math.Min(Math.Abs(quantity), Math.Abs(Quantity)) * Math.Sign(Quantity);
            var cost = closing == Quantity ? OpenCost : Math.Round(OpenCost * closing / Quantity, CostDecimals);
            realized += (closing * price - cost) * instrument.Multiplier;
            OpenCost -= cost;
            Quantity -= closing;
            quantity += closing;
        }
        OpenCost += quantity * price;
        Quantity += quantity;
        RealizedPnl += realized;
        Fees += fee;
        return realized;
    }
}
