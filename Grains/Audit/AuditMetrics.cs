using System.Text.Json;
using Prometheus;
using TradingOps.Engine.Audit;

namespace TradingOps.Grains.Audit;

/// <summary>What the audit counts. One a silo.</summary>
public sealed class AuditMetrics
{
    private readonly Counter _violations =
        Metrics.CreateCounter("audit_violations_total", "Invariants that did not hold; must stay 0.", "invariant");

    /// <summary>Creates every series at zero.</summary>
    public AuditMetrics()
    {
        foreach (var invariant in Enum.GetValues<AuditInvariant>()) _violations.WithLabels(NameOf(invariant));
    }

    /// <summary>The label value of an invariant.</summary>
    public static string NameOf(AuditInvariant invariant) => JsonNamingPolicy.SnakeCaseLower.ConvertName(invariant.ToString());

    internal void Violated(AuditInvariant invariant) => _violations.WithLabels(NameOf(invariant)).Inc();
}
