namespace TradingOps.Client.Cluster;

internal static partial class Log
{
    [LoggerMessage(3201, LogLevel.Information, "Active gateways are {Gateways}")]
    public static partial void GatewaysChanged(ILogger logger, string gateways);
}
