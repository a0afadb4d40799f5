using Microsoft.Extensions.Logging;

namespace TradingOps.Hosting.Transport;

internal static partial class Log
{
    [LoggerMessage(3301, LogLevel.Information, "New connections show the renewed certificate, which is valid until {Until:u}")]
    public static partial void CertificateRenewed(ILogger logger, DateTime until);

    [LoggerMessage(3302, LogLevel.Error, "New connections show the earlier certificate: the files cannot be used: {Reason}")]
    public static partial void CertificateKept(ILogger logger, string reason);

    [LoggerMessage(3303, LogLevel.Warning, "Refused a connection whose certificate is {Subject}: {Reason}")]
    public static partial void PeerRefused(ILogger logger, string subject, string reason);
}
