using Microsoft.Extensions.Logging;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Settlement;

namespace TradingOps.Grains.Books;

internal static partial class Log
{
    [LoggerMessage(1101, LogLevel.Information,
        "Restored market {Symbol} at record {Sequence}: replayed {Replayed} records in {Elapsed} ms")]
    public static partial void MarketRestored(ILogger logger, string symbol, long sequence, long replayed, double elapsed);

    [LoggerMessage(1107, LogLevel.Debug, "Market {Symbol}: record {Sequence} is {Command} of order {Number}, by {Actor}")]
    public static partial void Recorded(
        ILogger logger, string symbol, long sequence, BookCommandKind command, long number, Actor? actor);

    [LoggerMessage(1108, LogLevel.Warning,
        "Set the time of market {Symbol} back from {Before:O} to {Now:O} for {Actor}: {Reason}")]
    public static partial void ClockSetBack(
        ILogger logger, string symbol, DateTimeOffset before, DateTimeOffset now, Actor actor, string reason);

    [LoggerMessage(1106, LogLevel.Warning, "Market {Symbol} could not update its session or its breaker; retrying")]
    public static partial void MarketNotMaintained(ILogger logger, string symbol, Exception exception);

    [LoggerMessage(1104, LogLevel.Warning, "Market {Symbol} could not deliver reports to account {Account}; retrying")]
    public static partial void DeliveryFailed(ILogger logger, string symbol, string account, Exception exception);

    [LoggerMessage(1109, LogLevel.Information, "Official {Kind} of {Symbol} on {Day:O} is {Price}, says {Actor}")]
    public static partial void PriceEntered(
        ILogger logger, string symbol, OfficialPriceKind kind, DateOnly day, decimal price, Actor actor);

    [LoggerMessage(1110, LogLevel.Information, "Market {Symbol}: {Command} by {Official}")]
    public static partial void Settled(ILogger logger, string symbol, BookCommandKind command, OfficialPrice official);

    [LoggerMessage(1111, LogLevel.Warning, "Market {Symbol} could not be settled; retrying")]
    public static partial void NotSettled(ILogger logger, string symbol, Exception exception);

    [LoggerMessage(1112, LogLevel.Warning,
        "Trade {Trade} is to be busted, or priced at {Price}; agreed: {IsAgreed}; {Reason} (by {Actor})")]
    public static partial void BustAsked(
        ILogger logger, string trade, decimal? price, bool isAgreed, string reason, Actor actor);
}
