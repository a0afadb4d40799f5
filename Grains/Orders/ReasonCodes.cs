using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;

namespace TradingOps.Grains.Orders;

/// <summary>The codes under which the book's reasons are known outside.</summary>
public static class ReasonCodes
{
    /// <summary>The code of what a report says; an order that ended with its session was not refused by it.</summary>
    public static string? Of(in ExecutionReport report) =>
        (report.Kind, report.Reason) is (BookEventKind.Expired, BookReason.Session) ? "session_ended" : Of(report.Reason);

    /// <summary>The stable, snake_case code of a reason; null for none.</summary>
    public static string? Of(BookReason reason) => reason switch
    {
        BookReason.None => null,
        BookReason.Requested => "requested",
        BookReason.InvalidQuantity => "invalid_quantity",
        BookReason.InvalidPrice => "invalid_price",
        BookReason.InvalidOrder => "invalid_order",
        BookReason.DuplicateOrder => "duplicate_order",
        BookReason.NotOpen => "not_open",
        BookReason.ImmediateOrCancel => "immediate_or_cancel",
        BookReason.FillOrKill => "fill_or_kill",
        BookReason.NoLiquidity => "no_liquidity",
        BookReason.PostOnly => "post_only",
        BookReason.SelfTrade => "self_trade",
        BookReason.Session => "halted",
        BookReason.PriceBand => "price_band",
        BookReason.Linked => "linked",
        BookReason.BookFull => "book_full",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "a reason without a code"),
    };
}
