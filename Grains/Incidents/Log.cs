using Microsoft.Extensions.Logging;

namespace TradingOps.Grains.Incidents;

internal static partial class Log
{
    [LoggerMessage(1501, LogLevel.Warning, "Incident {Incident} opened: {Severity} {Type}, {Title}, by {Source}")]
    public static partial void IncidentOpened(
        ILogger logger, long incident, IncidentSeverity severity, IncidentType type, string title, string source);

    [LoggerMessage(1502, LogLevel.Information, "Incident {Incident} is {Status}, by {Who}: {Note}")]
    public static partial void IncidentChanged(ILogger logger, long incident, IncidentStatus status, string who, string? note);

    [LoggerMessage(1503, LogLevel.Warning, "The incident log did not accept '{Incident}'; retrying")]
    public static partial void DeliveryFailed(ILogger logger, string incident, Exception exception);

    [LoggerMessage(1504, LogLevel.Error, "The incident log is unavailable and its queue is full; dropped incident '{Title}'")]
    public static partial void OutboxFull(ILogger logger, string title);
}
