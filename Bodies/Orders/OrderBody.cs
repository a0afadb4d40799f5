using TradingOps.Engine.Books;
using TradingOps.Grains.Orders;

namespace TradingOps.Bodies.Orders;

/// <summary>An order in the shape of the API.</summary>
internal sealed record OrderBody
{
    public required string Id { get; init; }

    public string? ClientOrderId { get; init; }

    /// <summary>The ids that it had before, oldest first; null if it had none.</summary>
    public IReadOnlyList<string>? EarlierClientOrderIds { get; init; }

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

    public decimal? Notional { get; init; }

    public decimal? TrailPrice { get; init; }

    public decimal? TrailPercent { get; init; }

    public string? Trigger { get; init; }

    public decimal? MaxSlippage { get; init; }

    public decimal? MinQty { get; init; }

    public required bool ReduceOnly { get; init; }

    public required string OrderClass { get; init; }

    public TakeProfitBody? TakeProfit { get; init; }

    public StopLossBody? StopLoss { get; init; }

    public string? Tag { get; init; }

    /// <summary>The orders that came with it, where it is read alone; null in lists.</summary>
    public OrderBody[]? Legs { get; init; }

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
        ClientOrderId = order.ClientOrderId,
        EarlierClientOrderIds = order.EarlierClientOrderIds.IsEmpty ? null : order.EarlierClientOrderIds,
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
        Notional = order.Request.Notional,
        TrailPrice = order.Request.TrailPrice is null ? null : order.Trail,
        TrailPercent = order.Request.TrailPercent is null ? null : order.Trail,
        Trigger = order.Request.Type.Waits() ? Words.Triggers[order.Request.Instructions.Trigger] : null,
        MaxSlippage = order.Request.MaxSlippage,
        MinQty = order.Request.MinQuantity,
        ReduceOnly = order.Request.Instructions.ReduceOnly,
        OrderClass = Words.Classes[order.Request.Instructions.Class],
        TakeProfit = TakeProfitOf(order.Request),
        StopLoss = order.Request.StopLossPrice is { } stop
            ? new() { StopPrice = stop, LimitPrice = order.Request.StopLossLimit }
            : null,
        Tag = order.Request.Tag,
        Status = Words.Statuses[order.Status],
        FilledQty = order.FilledQuantity,
        RemainingQty = order.RemainingQuantity,
        RejectReason = Reasons.CodeOf(order.RejectReason),
        BreakerScope = Reasons.ScopeOf(order.RejectReason, order.Account, order.Request.Symbol),
        ReceivedAt = order.ReceivedAt.UtcDateTime,
        UpdatedAt = order.UpdatedAt.UtcDateTime,
        Execution = order.Fills.IsEmpty ? null : ExecutionBody.From(order),
    };

    /// <summary>The order itself takes the profit of a pair.</summary>
    private static TakeProfitBody? TakeProfitOf(OrderRequest request)
    {
        var price = request.Instructions.Class == Engine.Books.OrderClass.Oco ? request.LimitPrice : request.TakeProfitPrice;
        return price is null ? null : new() { LimitPrice = price };
    }
}
