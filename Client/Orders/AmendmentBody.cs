using TradingOps.Bodies;

namespace TradingOps.Client.Orders;

/// <summary>What is to be changed of an open order.</summary>
internal sealed record AmendmentBody : StrictBody
{
    public decimal? Qty { get; init; }

    public decimal? LimitPrice { get; init; }

    public decimal? StopPrice { get; init; }

    /// <summary>Shares or contracts to take off the quantity.</summary>
    public decimal? ReduceBy { get; init; }

    /// <summary>How far a trailing stop stays behind: its trail_price or its trail_percent.</summary>
    public decimal? Trail { get; init; }

    /// <summary>The account's own id from now on; earlier ids still find the order. With it a change is made once.</summary>
    public string? ClientOrderId { get; init; }
}
