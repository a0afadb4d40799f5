using System.Text.Json;
using TradingOps.Grains.Feeds;

namespace TradingOps.Bodies.Orders;

/// <summary>What happened to an order. All quantities are absolute but <c>qty</c>, which is what this event is about.</summary>
internal sealed record OrderEventBody
{
    public required string Event { get; init; }

    public required string Id { get; init; }

    public required string Account { get; init; }

    public required string Symbol { get; init; }

    public required string Side { get; init; }

    /// <summary>Null where the event does not change it.</summary>
    public string? Status { get; init; }

    public decimal? Price { get; init; }

    public required decimal Qty { get; init; }

    public required decimal RemainingQty { get; init; }

    public string? Reason { get; init; }

    /// <summary>The breaker that canceled it.</summary>
    public string? BreakerScope { get; init; }

    public string? TradeId { get; init; }

    public string? Liquidity { get; init; }

    public required DateTime At { get; init; }

    /// <summary>The account's own id of the order from now on; null where it stays.</summary>
    public string? ClientOrderId { get; init; }

    /// <summary>The whole order, with its first event.</summary>
    public OrderBody? Order { get; init; }

    public static OrderEventBody From(OrderChange change) => new()
    {
        Event = JsonNamingPolicy.SnakeCaseLower.ConvertName(change.Kind.ToString()),
        Id = change.OrderId,
        Account = change.Account,
        Symbol = change.Symbol,
        Side = Words.Sides[change.Side],
        Status = change.Status is { } status ? Words.Statuses[status] : null,
        Price = change.Price,
        Qty = change.Quantity,
        RemainingQty = change.Remaining,
        Reason = Reasons.CodeOf(change.Reason),
        BreakerScope = Reasons.ScopeOf(change.Reason, change.Account, change.Symbol),
        TradeId = change.TradeId,
        Liquidity = change.TradeId is null ? null : Words.Liquidities[change.Liquidity],
        At = change.At.UtcDateTime,
        ClientOrderId = change.ClientOrderId,
        Order = change.Order is { } order ? OrderBody.From(order) : null,
    };
}
