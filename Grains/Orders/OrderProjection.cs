using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;

namespace TradingOps.Grains.Orders;

/// <summary>
/// What a report does to its order: the one place that accounts, the query index, the tables of PostgreSQL and event streams use.
/// The audit computes its own on purpose.
/// </summary>
public static class OrderProjection
{
    /// <summary>The status after a report; null if it stays.</summary>
    public static OrderStatus? StatusAfter(in ExecutionReport report) => report.Kind switch
    {
        BookEventKind.Accepted or BookEventKind.Held => OrderStatus.Accepted,
        BookEventKind.Rejected => OrderStatus.Rejected,
        BookEventKind.Traded => report.Remaining == 0 ? OrderStatus.Filled : OrderStatus.PartiallyFilled,
        BookEventKind.Expired => OrderStatus.Expired,
        BookEventKind.Canceled => OrderStatus.Canceled,
        BookEventKind.AmountSpent => OrderStatus.Filled,
        _ => null,
    };

    /// <summary>Why an order was refused or its rest canceled, as a code; null if the report says neither.</summary>
    public static string? ReasonAfter(in ExecutionReport report) =>
        report.Kind is BookEventKind.Rejected or BookEventKind.Canceled ? ReasonCodes.Of(report.Reason) : null;

    /// <summary>Lots that are open after a report.</summary>
    public static long RemainingAfter(in ExecutionReport report) =>
        report.Kind == BookEventKind.Rejected ? 0 : report.Remaining;

    /// <summary>The stop price from now on, in ticks; null if it stays.</summary>
    public static long? StopPriceAfter(in ExecutionReport report) =>
        report.Kind is BookEventKind.Waiting or BookEventKind.Trailed or BookEventKind.Triggered ? report.Price : null;

    /// <summary>The limit price from now on, in ticks, of an order that has one; null if it stays.</summary>
    public static long? LimitPriceAfter(in ExecutionReport report) =>
        report.Kind is BookEventKind.Replaced or BookEventKind.Repriced ? report.Price : null;

    /// <summary>Whether the order's quantity became what was filled and what is open now.</summary>
    public static bool Resizes(in ExecutionReport report) =>
        report.Kind is BookEventKind.Reduced or BookEventKind.Replaced or BookEventKind.Activated;

    /// <summary>How far an order trails, in currency or percent, as it was asked; null if it does not.</summary>
    public static decimal? TrailOf(in OrderSpec order, Instrument instrument) =>
        order.TrailAmount != 0 ? instrument.ToPrice(order.TrailAmount)
        : order.TrailBasisPoints != 0 ? order.TrailBasisPoints / 100m
        : null;
}
