using System.Text.Json.Serialization;

namespace TradingOps.Engine.Accounts;

/// <summary>
/// A position in one instrument. Open costs are kept, not averages, so that thirds do not drift; all figures are decimals in
/// the instrument's currency, exact while they stay below 10^12.
/// </summary>
public sealed class Position
{
    /// <summary>
    /// Decimals of a share of an open cost. What the rounding leaves stays in the open cost, so sums stay exact: a decimal has
    /// 28 digits.
    /// </summary>
    private const int CostDecimals = 16;

    private readonly List<OpenLot> _lots;

    /// <summary>A flat position in a symbol.</summary>
    public Position(string symbol) : this(symbol, CostMethod.Average, [], 0, 0)
    {
    }

    /// <summary>Restores a position from its figures.</summary>
    [JsonConstructor]
    public Position(string symbol, CostMethod method, IReadOnlyList<OpenLot> lots, decimal realizedPnl, decimal fees)
    {
        Symbol = symbol;
        Method = method;
        _lots = [.. lots];
        Quantity = _lots.Sum(lot => lot.Quantity);
        OpenCost = _lots.Sum(lot => lot.Cost);
        RealizedPnl = realizedPnl;
        Fees = fees;
    }

    /// <summary>The instrument's symbol.</summary>
    public string Symbol { get; }

    /// <summary>How closing fills find their cost. A flat position takes its account's method with its next fill.</summary>
    public CostMethod Method { get; private set; }

    /// <summary>What is open, oldest first; one lot at average cost.</summary>
    public IReadOnlyList<OpenLot> Lots => _lots;

    /// <summary>Shares or contracts; negative when short.</summary>
    [JsonIgnore]
    public decimal Quantity { get; private set; }

    /// <summary>Sum of quantity times price over what is open, without multiplier.</summary>
    [JsonIgnore]
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
    /// Applies a fill and returns the P&amp;L that it realised, net of its fee. What is left of it after closing opens at its
    /// price, under <paramref name="method"/> if the position was flat.
    /// </summary>
    public decimal Apply(in PositionFill fill, CostMethod method)
    {
        var left = fill.Quantity;
        var realized = -fill.Fee;
        while (left != 0 && _lots.Count > 0 && Math.Sign(left) != Math.Sign(Quantity))
        {
            var lot = _lots[0];
            var closed = Math.Min(Math.Abs(left), Math.Abs(lot.Quantity)) * Math.Sign(lot.Quantity);
            var cost = closed == lot.Quantity ? lot.Cost : Math.Round(lot.Cost * closed / lot.Quantity, CostDecimals);
            realized += (closed * fill.Price - cost) * fill.Multiplier;
            if (closed == lot.Quantity) _lots.RemoveAt(0);
            else _lots[0] = lot with { Quantity = lot.Quantity - closed, Cost = lot.Cost - cost };
            Quantity -= closed;
            OpenCost -= cost;
            left += closed;
        }
        if (left != 0) Open(new(left, left * fill.Price, fill.Price, fill.Day), method);
        RealizedPnl += realized;
        Fees += fill.Fee;
        return realized;
    }

    /// <summary>An independent copy.</summary>
    public Position Copy() => new(Symbol, Method, _lots, RealizedPnl, Fees);

    private void Open(in OpenLot lot, CostMethod method)
    {
        if (_lots.Count == 0) Method = method;
        if (_lots.Count > 0 && Joins(lot, _lots[^1]))
            _lots[^1] = _lots[^1] with { Quantity = _lots[^1].Quantity + lot.Quantity, Cost = _lots[^1].Cost + lot.Cost };
        else
            _lots.Add(lot);
        Quantity += lot.Quantity;
        OpenCost += lot.Cost;
    }

    private bool Joins(in OpenLot lot, in OpenLot last) => Method switch
    {
        CostMethod.Average => true,
        CostMethod.DailyFifo => lot.Day == last.Day,
        // Lots of one price close alike, so they need not be kept apart.
        _ => lot.Price == last.Price,
    };
}
