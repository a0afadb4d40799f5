using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
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
        BookReason.InvalidQuantity => TradingError.InvalidQuantity.ToName(),
        BookReason.InvalidPrice => TradingError.InvalidPrice.ToName(),
        BookReason.InvalidOrder => TradingError.InvalidOrder.ToName(),
        BookReason.DuplicateOrder => TradingError.DuplicateOrder.ToName(),
        BookReason.NotOpen => TradingError.NotOpen.ToName(),
        BookReason.ImmediateOrCancel => TradingError.ImmediateOrCancel.ToName(),
        BookReason.FillOrKill => TradingError.FillOrKill.ToName(),
        BookReason.NoLiquidity => TradingError.NoLiquidity.ToName(),
        BookReason.PostOnly => TradingError.PostOnly.ToName(),
        BookReason.SelfTrade => TradingError.SelfTrade.ToName(),
        BookReason.Session => TradingError.Halted.ToName(),
        BookReason.PriceBand => TradingError.PriceBand.ToName(),
        BookReason.Linked => "linked",
        BookReason.BookFull => TradingError.BookFull.ToName(),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "a reason without a code"),
    };
}
