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
        QuantityInLots = _lots.Sum(lot => lot.Quantity);
        CostOfLots = _lots.Sum(lot => lot.Cost);
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
    public decimal Quantity => Pending.Count == 0 ? QuantityInLots : QuantityInLots + Pending.Sum(p => p.Shares);

    /// <summary>Sum of quantity times price over what is open, without multiplier.</summary>
    [JsonIgnore]
    public decimal OpenCost => Pending.Count == 0 ? CostOfLots : CostOfLots + Pending.Sum(p => p.Payment);

    /// <summary>Cumulative realised P&amp;L, net of all fees.</summary>
    public decimal RealizedPnl { get; private set; }

    /// <summary>Realised by the daily settlement of futures.</summary>
    [JsonInclude]
    public decimal VariationPnl { get; internal set; }

    /// <summary>Realised by exercise, assignment and expiry.</summary>
    [JsonInclude]
    public decimal ExercisePnl { get; internal set; }

    /// <summary>Realised by fills, before fees.</summary>
    [JsonIgnore]
    public decimal TradePnl => RealizedPnl + Fees - VariationPnl - ExercisePnl;

    /// <summary>
    /// Whether a trade in it was ever busted or corrected: that asks for no cash, so the cash of a cash account may be below
    /// zero.
    /// </summary>
    [JsonInclude]
    public bool HasBusts { get; internal set; }

    /// <summary>What exercises of options have moved, and no fill of the underlying stands after.</summary>
    [JsonInclude]
    public IReadOnlyList<PendingDelivery> Pending { get; internal set; } = [];

    /// <summary>Shares or contracts in <see cref="Lots"/>: without what is pending.</summary>
    [JsonIgnore]
    public decimal QuantityInLots { get; private set; }

    /// <summary>Cost of <see cref="Lots"/>.</summary>
    [JsonIgnore]
    public decimal CostOfLots { get; private set; }

    /// <summary>What its settlement did; null while it is not settled.</summary>
    [JsonInclude]
    public SettledPosition? Settled { get; internal set; }

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
    /// <param name="fill">The fill.</param>
    /// <param name="method">How closing fills find their cost.</param>
    /// <param name="kind">What the P&amp;L comes from.</param>
    public decimal Apply(in PositionFill fill, CostMethod method, PnlKind kind = PnlKind.Trade)
    {
        var left = fill.Quantity;
        var realized = -fill.Fee;
        while (left != 0 && _lots.Count > 0 && Math.Sign(left) != Math.Sign(QuantityInLots))
        {
            var lot = _lots[0];
            var closed = Math.Min(Math.Abs(left), Math.Abs(lot.Quantity)) * Math.Sign(lot.Quantity);
            var cost = closed == lot.Quantity ? lot.Cost : Math.Round(lot.Cost * closed / lot.Quantity, CostDecimals);
            realized += (closed * fill.Price - cost) * fill.Multiplier;
            if (closed == lot.Quantity) _lots.RemoveAt(0);
            else _lots[0] = lot with { Quantity = lot.Quantity - closed, Cost = lot.Cost - cost };
            QuantityInLots -= closed;
            CostOfLots -= cost;
            left += closed;
        }
        if (left != 0) Open(new(left, left * fill.Price, fill.Price, fill.Day), method);
        Fees += fill.Fee;
        return Realize(realized, kind);
    }

    /// <summary>Pays what is held to a price, which is its cost from then on. Returns what that realised.</summary>
    /// <param name="price">In currency.</param>
    /// <param name="multiplier">Currency per point of price per contract.</param>
    public decimal PayTo(decimal price, decimal multiplier)
    {
        var paid = UnrealizedPnl(price, multiplier);
        for (var i = 0; i < _lots.Count; i++)
            _lots[i] = _lots[i] with { Cost = _lots[i].Quantity * price, Price = price };
        CostOfLots = QuantityInLots * price;
        return Realize(paid, PnlKind.Variation);
    }

    /// <summary>Adds to what was realised, and returns it.</summary>
    public decimal Realize(decimal amount, PnlKind kind)
    {
        RealizedPnl += amount;
        if (kind == PnlKind.Variation) VariationPnl += amount;
        if (kind == PnlKind.Exercise) ExercisePnl += amount;
        return amount;
    }

    /// <summary>Opens a flat position again with the lots that its settlement closed. Returns what that takes back.</summary>
    public decimal Reopen(SettledPosition settled)
    {
        _lots.AddRange(settled.Lots);
        QuantityInLots = _lots.Sum(lot => lot.Quantity);
        CostOfLots = _lots.Sum(lot => lot.Cost);
        Settled = null;
        return Realize(-settled.Realized, PnlKind.Exercise);
    }

    /// <summary>
    /// Takes one side of a delivery, the exercise or the place among the fills: what is pending is gone once both were taken, in
    /// whichever order.
    /// </summary>
    public void Await(PendingDelivery delivery)
    {
        var isOther = Pending.Any(p => (p.Option, p.Number) == (delivery.Option, delivery.Number));
        Pending = isOther
            ? [.. Pending.Where(p => (p.Option, p.Number) != (delivery.Option, delivery.Number))]
            : [.. Pending, delivery];
    }

    /// <summary>An independent copy.</summary>
    public Position Copy() => new(Symbol, Method, _lots, RealizedPnl, Fees)
    {
        VariationPnl = VariationPnl,
        ExercisePnl = ExercisePnl,
        HasBusts = HasBusts,
        Pending = Pending,
        Settled = Settled,
    };

    private void Open(in OpenLot lot, CostMethod method)
    {
        if (_lots.Count == 0) Method = method;
        if (_lots.Count > 0 && Joins(lot, _lots[^1]))
            _lots[^1] = _lots[^1] with { Quantity = _lots[^1].Quantity + lot.Quantity, Cost = _lots[^1].Cost + lot.Cost };
        else
            _lots.Add(lot);
        QuantityInLots += lot.Quantity;
        CostOfLots += lot.Cost;
    }

    private bool Joins(in OpenLot lot, in OpenLot last) => Method switch
    {
        CostMethod.Average => true,
        CostMethod.DailyFifo => lot.Day == last.Day,
        // Lots of one price close alike, so they need not be kept apart.
        _ => lot.Price == last.Price,
    };
}
