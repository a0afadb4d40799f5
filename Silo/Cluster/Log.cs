namespace TradingOps.Silo.Cluster;

internal static partial class Log
{
    [LoggerMessage(2601, LogLevel.Critical, "The silo ends now: {Why}")]
    public static partial void SiloEnds(ILogger logger, string? why, Exception? exception);
}
