using Microsoft.Extensions.Logging;

namespace TradingOps.Grains.Books;

internal static partial class Log
{
    [LoggerMessage(1101, LogLevel.Information,
        "Restored market {Symbol} at record {Sequence}: replayed {Replayed} records in {Elapsed} ms")]
    public static partial void MarketRestored(ILogger logger, string symbol, long sequence, long replayed, double elapsed);

    [LoggerMessage(1107, LogLevel.Warning, "Set the time of market {Symbol} back from {Before:O} to {Now:O} for {Who}: {Reason}")]
    public static partial void ClockSetBack(
        ILogger logger, string symbol, DateTimeOffset before, DateTimeOffset now, string who, string reason);

    [LoggerMessage(1106, LogLevel.Warning, "Market {Symbol} could not update its session or its breaker; retrying")]
    public static partial void MarketNotMaintained(ILogger logger, string symbol, Exception exception);

    [LoggerMessage(1104, LogLevel.Warning, "Market {Symbol} could not deliver reports to account {Account}; retrying")]
    public static partial void DeliveryFailed(ILogger logger, string symbol, string account, Exception exception);
}
