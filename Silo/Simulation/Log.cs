namespace TradingOps.Silo.Simulation;

internal static partial class Log
{
    [LoggerMessage(2401, LogLevel.Warning, "Simulator of {Symbol} could not start; retrying")]
    public static partial void StartFailed(ILogger logger, string symbol, Exception exception);
}
