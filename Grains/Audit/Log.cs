using Microsoft.Extensions.Logging;
using TradingOps.Engine.Audit;

namespace TradingOps.Grains.Audit;

internal static partial class Log
{
    [LoggerMessage(1701, LogLevel.Critical, "Audit: {Invariant} does not hold for {Where}: {Detail}")]
    public static partial void AuditViolated(ILogger logger, AuditInvariant invariant, string where, string detail);

    [LoggerMessage(1702, LogLevel.Warning, "The audit failed; the next one repeats it")]
    public static partial void AuditFailed(ILogger logger, Exception exception);

    [LoggerMessage(1703, LogLevel.Warning, "Account {Account} did not answer the audit; the next pass asks it again")]
    public static partial void AccountSilent(ILogger logger, string account, Exception exception);
}
