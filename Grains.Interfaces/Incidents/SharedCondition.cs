using System.Collections.Immutable;

namespace TradingOps.Grains.Incidents;

/// <summary>
/// A condition that both the product and the alerts of Prometheus notice: it has one incident. A rule names it in its label
/// <c>condition</c>.
/// </summary>
/// <param name="Key">
/// Key of its incidents; one that ends with <c>*</c> is that of any incident whose key begins so, for alerts that cannot say
/// which.
/// </param>
/// <param name="Severity">The severity of its incidents, whether the product or an alert opens them.</param>
public sealed record SharedCondition(string Key, IncidentSeverity Severity)
{
    /// <summary>The firm's breaker is open.</summary>
    public static readonly SharedCondition FirmBreaker = new(NewIncident.KeyOf("firm"), IncidentSeverity.Sev1);

    /// <summary>The breaker of an account is open.</summary>
    public static readonly SharedCondition AccountBreaker = new(NewIncident.KeyOf("account:*"), IncidentSeverity.Sev2);

    /// <summary>The breaker of a symbol is open.</summary>
    public static readonly SharedCondition SymbolBreaker = new(NewIncident.KeyOf("symbol:*"), IncidentSeverity.Sev2);

    /// <summary>The database does not answer.</summary>
    public static readonly SharedCondition Database = new("database", IncidentSeverity.Sev1);

    /// <summary>The audit found that figures do not add up.</summary>
    public static readonly SharedCondition Audit = new("audit:*", IncidentSeverity.Sev1);

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<SharedCondition> All =
        [FirmBreaker, AccountBreaker, SymbolBreaker, Database, Audit];

    /// <summary>Finds the condition that a rule names by its key; null for an unknown key.</summary>
    public static SharedCondition? Find(string? key) => All.FirstOrDefault(c => c.Key == key);
}
