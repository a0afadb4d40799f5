using TradingOps.Client.Problems;

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
}
