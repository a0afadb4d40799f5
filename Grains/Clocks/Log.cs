using Microsoft.Extensions.Logging;

namespace TradingOps.Grains.Clocks;

internal static partial class Log
{
    [LoggerMessage(1901, LogLevel.Critical, "New orders are refused: {Fault}")]
    public static partial void ClockFaulted(ILogger logger, string fault);

    [LoggerMessage(1902, LogLevel.Warning, "The clock is trusted again; new orders are accepted")]
    public static partial void ClockTrusted(ILogger logger);

    [LoggerMessage(1903, LogLevel.Critical, "Market {Symbol} refuses orders: its time is {Ahead} against this silo's clock")]
    public static partial void MarketAhead(ILogger logger, string symbol, string ahead);
}
