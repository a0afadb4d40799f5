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

    /// <summary>The code of a reason, in snake_case; null for none.</summary>
    public static string? Of(BookReason reason) => reason switch
    {
        BookReason.None => null,
        BookReason.Requested => "requested",
        BookReason.Linked => "linked",
        _ => ErrorOf(reason).ToName(),
    };

    /// <summary>The error of a refusal. Throws for a reason that is not a refusal.</summary>
    public static TradingError ErrorOf(BookReason reason) => reason switch
    {
        BookReason.InvalidQuantity => TradingError.InvalidQuantity,
        BookReason.InvalidPrice => TradingError.InvalidPrice,
        BookReason.InvalidOrder => TradingError.InvalidOrder,
        BookReason.DuplicateOrder => TradingError.DuplicateOrder,
        BookReason.NotOpen => TradingError.NotOpen,
        BookReason.ImmediateOrCancel => TradingError.ImmediateOrCancel,
        BookReason.FillOrKill => TradingError.FillOrKill,
        BookReason.NoLiquidity => TradingError.NoLiquidity,
        BookReason.PostOnly => TradingError.PostOnly,
        BookReason.SelfTrade => TradingError.SelfTrade,
        BookReason.Session => TradingError.Halted,
        BookReason.PriceBand => TradingError.PriceBand,
        BookReason.BookFull => TradingError.BookFull,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "not a refusal"),
    };
}
