using TradingOps.Grains.Orders;

namespace TradingOps.Client.Orders;

/// <summary>An order in the shape of the API.</summary>
internal sealed record OrderBody
{
    public required string Id { get; init; }

    public string? ClientOrderId { get; init; }

    public required string Account { get; init; }

    public required string Symbol { get; init; }

    public required string AssetClass { get; init; }

    public required string Side { get; init; }

    public required string Type { get; init; }

    public required string TimeInForce { get; init; }

    public required decimal Qty { get; init; }

    public decimal? LimitPrice { get; init; }

    public decimal? StopPrice { get; init; }

    public decimal? DisplayQty { get; init; }

    public required bool PostOnly { get; init; }

    public required string SelfTradePrevention { get; init; }

    public DateTime? ExpireAt { get; init; }

    public required string Status { get; init; }

    public required decimal FilledQty { get; init; }

    public required decimal RemainingQty { get; init; }

    public string? RejectReason { get; init; }

    /// <summary>The breaker that canceled it.</summary>
    public string? BreakerScope { get; init; }

    public required DateTime ReceivedAt { get; init; }

    public required DateTime UpdatedAt { get; init; }

    public ExecutionBody? Execution { get; init; }

    public static OrderBody From(OrderView order) => new()
    {
        Id = order.Id,
        ClientOrderId = order.Request.ClientOrderId,
        Account = order.Account,
        Symbol = order.Request.Symbol,
        AssetClass = Words.AssetClasses[order.AssetClass],
        Side = Words.Sides[order.Request.Side],
        Type = Words.Types[order.Request.Type],
        TimeInForce = Words.TimesInForce[order.Request.TimeInForce],
        Qty = order.Quantity,
        LimitPrice = order.LimitPrice,
        StopPrice = order.StopPrice,
        DisplayQty = order.Request.DisplayQuantity,
        PostOnly = order.Request.Instructions.PostOnly,
        SelfTradePrevention = Words.Preventions[order.Request.Instructions.SelfTradePrevention],
        ExpireAt = order.Request.ExpireAt?.UtcDateTime,
        Status = Words.Statuses[order.Status],
        FilledQty = order.FilledQuantity,
        RemainingQty = order.RemainingQuantity,
        RejectReason = Reasons.CodeOf(order.RejectReason),
        BreakerScope = Reasons.ScopeOf(order.RejectReason, order.Account, order.Request.Symbol),
        ReceivedAt = order.ReceivedAt.UtcDateTime,
        UpdatedAt = order.UpdatedAt.UtcDateTime,
        Execution = order.Fills.IsEmpty ? null : ExecutionBody.From(order),
    };
}
