using System.Globalization;
using TradingOps.Grains.Incidents;

namespace TradingOps.Bodies.Incidents;

/// <summary>An incident in the shape of the API.</summary>
internal sealed record IncidentBody(
    string Id, string Type, string Severity, string Status, string Title, string? Detail, string Source, string? DedupKey,
    DateTime OpenedAt, DateTime? AcknowledgedAt, DateTime? ResolvedAt, IncidentStepBody[] Timeline)
{
    private const string Prefix = "INC-";

    public static IncidentBody From(IncidentView i) => new(FormatId(i.Number), i.What.Type.ToCode(), i.What.Severity.ToCode(),
        i.Status.ToCode(), i.What.Title, i.What.Detail, i.What.Source, KeyOf(i.What),
        i.Timeline[0].At.UtcDateTime, AtOf(i, IncidentStatus.Acknowledged), AtOf(i, IncidentStatus.Resolved),
        [.. i.Timeline.Select(s => new IncidentStepBody(s.Status.ToCode(), s.At.UtcDateTime, s.Who, s.Note))]);

    public static string FormatId(long number) => Prefix + number.ToString(CultureInfo.InvariantCulture);

    public static bool TryParseId(string id, out long number)
    {
        number = 0;
        return id.StartsWith(Prefix, StringComparison.Ordinal)
            && long.TryParse(id.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>The words of the person or program that opened it.</summary>
    private static string? KeyOf(NewIncident what) =>
        what.DedupKey is { } key && key.StartsWith(NewIncident.ByCallers, StringComparison.Ordinal)
            ? key[NewIncident.ByCallers.Length..]
            : what.DedupKey;

    private static DateTime? AtOf(IncidentView incident, IncidentStatus status) =>
        incident.Timeline.FirstOrDefault(s => s.Status == status)?.At.UtcDateTime;
}
