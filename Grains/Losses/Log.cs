using Microsoft.Extensions.Logging;

namespace TradingOps.Grains.Losses;

internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Warning, "Loss {Loss} of acknowledged records is accepted by {Who}: {Reason}")]
    public static partial void LossAccepted(ILogger logger, long loss, string who, string reason);
}
