namespace TradingOps.Client.Cluster;

internal static partial class Log
{
    [LoggerMessage(3201, LogLevel.Information, "The gateways of the silos alive are {Gateways}")]
    public static partial void GatewaysChanged(ILogger logger, string gateways);
}
