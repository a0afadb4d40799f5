using TradingOps.Bodies;
using TradingOps.Bodies.Orders;

namespace TradingOps.Client.Orders;

/// <summary>What a trader's program sends; API words, not yet checked.</summary>
internal sealed record NewOrderBody : StrictBody
{
    public string? Symbol { get; init; }

    public decimal? Qty { get; init; }

    public string? AssetClass { get; init; }

    public string? Account { get; init; }

    public string? Side { get; init; }

    public string? Type { get; init; }

    public string? TimeInForce { get; init; }

    public decimal? LimitPrice { get; init; }

    public decimal? StopPrice { get; init; }

    public decimal? DisplayQty { get; init; }

    public bool? PostOnly { get; init; }

    public string? SelfTradePrevention { get; init; }

    public string? ClientOrderId { get; init; }

    public DateTimeOffset? ExpireAt { get; init; }

    public decimal? Notional { get; init; }

    public decimal? TrailPrice { get; init; }

    public decimal? TrailPercent { get; init; }

    public string? Trigger { get; init; }

    public decimal? MaxSlippage { get; init; }

    public decimal? MinQty { get; init; }

    public bool? ReduceOnly { get; init; }

    public string? OrderClass { get; init; }

    public TakeProfitBody? TakeProfit { get; init; }

    public StopLossBody? StopLoss { get; init; }

    public string? Tag { get; init; }
}
