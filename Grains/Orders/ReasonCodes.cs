using System.Collections.Frozen;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Markets;

namespace TradingOps.Grains.Orders;

/// <summary>The codes under which the book's reasons are known outside.</summary>
public static class ReasonCodes
{
    private static readonly FrozenDictionary<BookReason, TradingError> Errors = Enum.GetValues<BookReason>()
        .Where(reason => Enum.TryParse<TradingError>(reason.ToString(), out _))
        .ToFrozenDictionary(reason => reason, reason => Enum.Parse<TradingError>(reason.ToString()));

    /// <summary>The code of what a report says; an order that ended with its session was not refused by it.</summary>
    public static string? Of(in ExecutionReport report) =>
        (report.Kind, report.Reason) is (BookEventKind.Expired, BookReason.Session) ? "session_ended" : Of(report.Reason);

    /// <summary>The code of a reason, in snake_case; null for none.</summary>
    public static string? Of(BookReason reason) => reason switch
    {
        BookReason.None => null,
        BookReason.Requested => "requested",
        BookReason.Linked => "linked",
        BookReason.BreakerAccount => BreakerReasons.Account,
        BookReason.BreakerSymbol => BreakerReasons.Symbol,
        BookReason.BreakerDesk => BreakerReasons.Desk,
        BookReason.BreakerFirm => BreakerReasons.Firm,
        _ => ErrorOf(reason).ToName(),
    };

    /// <summary>
    /// The error of a refusal, of the same name; a closed session is known as a halt. Throws for a reason that is not a refusal.
    /// </summary>
    public static TradingError ErrorOf(BookReason reason) => reason == BookReason.Session
        ? TradingError.Halted
        : Errors.TryGetValue(reason, out var error) ? error
        : throw new ArgumentOutOfRangeException(nameof(reason), reason, "not a refusal");
}
