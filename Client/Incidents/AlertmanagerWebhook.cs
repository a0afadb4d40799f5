using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Grains;
using TradingOps.Grains.Incidents;

namespace TradingOps.Client.Incidents;

/// <summary>
/// Takes the groups of alerts that Alertmanager sends: what fires opens an incident, what is resolved resolves it. An alert whose
/// condition the product notices too joins the product's incident, and holds it open until both are over; any other has one of
/// its own. A group that was not taken whole is answered with 503 and sent again, which changes nothing twice.
/// </summary>
internal static class AlertmanagerWebhook
{
    private const string Source = "alertmanager";
    private const string NoSeverity = "none";

    public static async Task<Results<NoContent, ProblemResult>> TakeAsync(Body<AlertGroupBody> body, IGrainFactory grains)
    {
        if (!body.TryGet(out var group, out var malformed)) return malformed;
        foreach (var alert in group.Alerts ?? [])
            if (string.IsNullOrEmpty(alert?.Fingerprint))
                return Problem.Of(TradingError.MissingField, "field 'fingerprint' of an alert is missing");
        foreach (var alert in group.Alerts ?? []) await TakeAsync(alert!, grains.GetIncidentLog());
        return TypedResults.NoContent();
    }

    private static async Task TakeAsync(AlertBody alert, IIncidentLogGrain log)
    {
        var labels = alert.Labels ?? [];
        var condition = SharedCondition.Find(labels.GetValueOrDefault("condition"));
        var alertKey = NewIncident.KeyOfAlert(alert.Fingerprint!);
        var (key, heldBy) = condition is null ? (alertKey, null) : (condition.Key, alertKey);
        if (alert.Status == "resolved")
        {
            await log.ReleaseKey(key, heldBy ?? Source, Source, "the alert is resolved");
            return;
        }
        // An alert without a severity, such as the one that always fires, is nothing to work on.
        if (labels.GetValueOrDefault("severity") is null or NoSeverity) return;
        await log.Open(new()
        {
            Type = IncidentCodes.TryParseType(labels.GetValueOrDefault("incident") ?? "", out var type) ? type
                : IncidentType.Other,
            Severity = condition?.Severity ?? SeverityOf(labels["severity"]!),
            Title = alert.Annotations?.GetValueOrDefault("summary")
                ?? labels.GetValueOrDefault("alertname") ?? "an alert without a name",
            Detail = DetailOf(alert),
            Source = Source,
            DedupKey = key,
            HeldBy = heldBy,
            BeganAt = alert.StartsAt,
        });
    }

    private static IncidentSeverity SeverityOf(string severity) => severity switch
    {
        "critical" => IncidentSeverity.Sev1,
        "error" => IncidentSeverity.Sev2,
        "info" => IncidentSeverity.Sev4,
        _ => IncidentSeverity.Sev3,
    };

    private static string DetailOf(AlertBody alert)
    {
        var labels = string.Join(", ",
            (alert.Labels ?? []).OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"));
        var parts = new[]
        {
            alert.Annotations?.GetValueOrDefault("description"), labels, alert.Annotations?.GetValueOrDefault("runbook_url"),
        };
        return string.Join('\n', parts.Where(p => !string.IsNullOrEmpty(p)));
    }
}
