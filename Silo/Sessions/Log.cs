namespace TradingOps.Silo.Sessions;

internal static partial class Log
{
    [LoggerMessage(2901, LogLevel.Information, "Calendars from their folder are in force: {Exchanges}")]
    public static partial void CalendarsReplaced(ILogger logger, string exchanges);

    [LoggerMessage(2902, LogLevel.Error, "The calendars stay as they are: {Reason}")]
    public static partial void CalendarsNotReplaced(ILogger logger, string reason);
}
