using Microsoft.Extensions.Logging;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;

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
}
