namespace TradingOps.Client.Orders;

internal static partial class Log
{
    [LoggerMessage(3801, LogLevel.Warning,
        "Order {Order} is stored, and its legs could not be read; they are missing in the answer")]
    public static partial void LegsNotRead(ILogger logger, string order, Exception exception);
}
