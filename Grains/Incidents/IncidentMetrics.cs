using Prometheus;

namespace TradingOps.Grains.Incidents;

/// <summary>What the incident log counts. One a silo; the silo without the log reports that none is open.</summary>
public sealed class IncidentMetrics
{
    private readonly Counter _total = Metrics.CreateCounter("incidents_total", "Incidents opened.", "type", "severity");
    private readonly Gauge _open = Metrics.CreateGauge("incidents_open", "Incidents that are not resolved.", "severity");

    /// <summary>Creates every series at zero.</summary>
    public IncidentMetrics()
    {
        foreach (var severity in Enum.GetValues<IncidentSeverity>())
        {
            _open.WithLabels(severity.ToCode());
            foreach (var type in Enum.GetValues<IncidentType>()) _total.WithLabels(type.ToCode(), severity.ToCode());
        }
    }

    internal void Opened(NewIncident incident) => _total.WithLabels(incident.Type.ToCode(), incident.Severity.ToCode()).Inc();

    internal void ShowOpen(IEnumerable<IncidentView> open)
    {
        var counts = open.CountBy(i => i.What.Severity).ToDictionary();
        foreach (var severity in Enum.GetValues<IncidentSeverity>())
            _open.WithLabels(severity.ToCode()).Set(counts.GetValueOrDefault(severity));
    }
}
