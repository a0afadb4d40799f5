using Microsoft.Extensions.Logging;
using TradingOps.Engine.Instruments;

namespace TradingOps.Grains.Instruments;

internal static partial class Log
{
    [LoggerMessage(1601, LogLevel.Information, "{Who} updated instrument {Symbol}; status {Status}")]
    public static partial void InstrumentChanged(ILogger logger, string symbol, InstrumentStatus status, string who);
}
