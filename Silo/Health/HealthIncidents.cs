using TradingOps.Grains.Incidents;
using TradingOps.Hosting.Health;

namespace TradingOps.Silo.Health;

/// <summary>Opens an incident when one of this silo's checks keeps failing, and resolves it when it passes again.</summary>
internal sealed class HealthIncidents(IncidentOutbox incidents, ILocalSiloDetails silo) : IHealthListener
{
    private const string Source = "health";

    // By address, not by generation: a silo that starts again resolves what it left open.
    private string Silo => silo.SiloAddress.Endpoint.ToString();

    public void Failing(string check, string? detail) => incidents.Open(new()
    {
        Type = check == "database" ? IncidentType.Database : IncidentType.HealthCheck,
        Severity = IncidentSeverity.Sev2,
        Title = $"health check {check} fails on silo {Silo}",
        Detail = detail,
        Source = Source,
        DedupKey = KeyOf(check),
    });

    public void Recovered(string check) => incidents.Resolve(KeyOf(check), Source, "the check passes again");

    private string KeyOf(string check) => $"health:{check}:{Silo}";
}
