namespace TradingOps.Client.OrderSockets;

internal static partial class Log
{
    [LoggerMessage(3701, LogLevel.Error, "A message {Op} on a WebSocket failed with an unexpected error")]
    public static partial void MessageFailed(ILogger logger, string op, Exception exception);

    [LoggerMessage(3702, LogLevel.Error, "An answer could not be written to a WebSocket, which is closed")]
    public static partial void AnswerFailed(ILogger logger, Exception exception);

    [LoggerMessage(3703, LogLevel.Information, "Canceled {Count} orders of {Actor}, whose connection has ended")]
    public static partial void OrdersCanceled(ILogger logger, int count, string actor);

    [LoggerMessage(3704, LogLevel.Error,
        "Could not cancel {Count} orders of {Actor}, whose connection has ended: they may be open; one is {Order}: {Reason}")]
    public static partial void OrdersLeft(ILogger logger, int count, string actor, string order, string reason);

    [LoggerMessage(3705, LogLevel.Warning,
        "Could not find out which orders of {Actor} are still open; all of them are kept for the end of their connection")]
    public static partial void OpenOrdersUnknown(ILogger logger, string actor, Exception exception);
}
