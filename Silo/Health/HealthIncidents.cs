using TradingOps.Grains.Incidents;
using TradingOps.Hosting.Health;

namespace TradingOps.Silo.Health;

/// <summary>Opens an incident when one of this silo's checks keeps failing, and resolves it when it passes again.</summary>
internal sealed class HealthIncidents(IncidentOutbox incidents, ILocalSiloDetails silo) : IHealthListener
{
    private const string Source = "health";
    private const string Database = "database";

    // By address, not by generation: a silo that starts again resolves what it left open.
    private string Silo => silo.SiloAddress.Endpoint.ToString();

    public void Failing(string check, string? detail) => incidents.Open(new()
    {
        Type = check == Database ? IncidentType.Database : IncidentType.HealthCheck,
        Severity = check == Database ? SharedCondition.Database.Severity : IncidentSeverity.Sev2,
        Title = $"health check {check} fails on silo {Silo}",
        Detail = detail,
        Source = Source,
        DedupKey = KeyOf(check),
        HeldBy = HolderOf(check),
    });

    public void Recovered(string check) => incidents.Resolve(KeyOf(check), HolderOf(check), Source, "the check passes again");

    /// <summary>All silos have one database, and lose it together.</summary>
    private string KeyOf(string check) => check == Database ? SharedCondition.Database.Key : HolderOf(check);

    private string HolderOf(string check) => $"health:{check}:{Silo}";
}
