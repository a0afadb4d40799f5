using TradingOps.Client.Problems;

namespace TradingOps.Client.Orders;

/// <summary>What is to be changed of an open order.</summary>
internal sealed record AmendmentBody : StrictBody
{
    public decimal? Qty { get; init; }

    public decimal? LimitPrice { get; init; }

    public decimal? StopPrice { get; init; }
}
