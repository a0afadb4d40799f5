using Microsoft.Extensions.Logging;

namespace TradingOps.Grains.Books;

internal static partial class Log
{
    [LoggerMessage(1101, LogLevel.Information, "Market {Symbol} is at {Sequence}, {Replayed} records replayed in {Elapsed} ms")]
    public static partial void MarketRestored(ILogger logger, string symbol, long sequence, long replayed, double elapsed);

    [LoggerMessage(1102, LogLevel.Error, "Market {Symbol} gives up at {Sequence}: the journal did not take a record")]
    public static partial void MarketFaulted(ILogger logger, string symbol, long sequence, Exception exception);

    [LoggerMessage(
        1103, LogLevel.Warning, "Market {Symbol} could not keep a snapshot at {Sequence}; its next start takes longer")]
    public static partial void SnapshotFailed(ILogger logger, string symbol, long sequence, Exception exception);

    [LoggerMessage(1105, LogLevel.Warning, "Market {Symbol} cannot read its snapshot; the journal is replayed instead")]
    public static partial void SnapshotPassedOver(ILogger logger, string symbol, Exception exception);

    [LoggerMessage(1106, LogLevel.Warning, "Market {Symbol} could not tend its breaker; it tries again")]
    public static partial void BreakerUntended(ILogger logger, string symbol, Exception exception);

    [LoggerMessage(1104, LogLevel.Warning, "Market {Symbol} could not deliver to account {Account}; it tries again")]
    public static partial void DeliveryFailed(ILogger logger, string symbol, string account, Exception exception);
}
