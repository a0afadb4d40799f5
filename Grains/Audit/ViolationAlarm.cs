using Microsoft.Extensions.Logging;
using TradingOps.Engine.Audit;
using TradingOps.Grains.Incidents;

namespace TradingOps.Grains.Audit;

/// <summary>
/// Logs and counts every violation that an audit confirms. A new one stops the firm and opens an incident. Used within one
/// grain's turns only.
/// </summary>
internal sealed class ViolationAlarm(IGrainFactory grains, AuditMetrics metrics, ILogger logger)
{
    private const string Name = "audit";

    private readonly HashSet<AuditViolation> _raised = [];
    private readonly Queue<AuditViolation> _unsent = new();

    /// <summary>Number of different violations so far.</summary>
    public int Count => _raised.Count;

    /// <summary>Raises a violation; <see cref="SendAsync()"/> acts on it.</summary>
    public void Raise(AuditViolation violation)
    {
        Log.AuditViolated(logger, violation.Invariant, PlaceOf(violation), violation.Detail);
        metrics.Violated(violation.Invariant);
        if (_raised.Add(violation with { Detail = "" })) _unsent.Enqueue(violation);
    }

    /// <summary>
    /// Stops the firm and opens an incident for each new violation. If a call fails, the next audit continues with the same
    /// violation.
    /// </summary>
    public async Task SendAsync()
    {
        while (_unsent.TryPeek(out var violation))
        {
            await SendAsync(violation);
            _unsent.Dequeue();
        }
    }

    private async Task SendAsync(AuditViolation violation)
    {
        var where = PlaceOf(violation);
        await grains.GetFirmBreaker().Trip($"the audit found that {where} does not add up: {violation.Invariant}", Name);
        await grains.GetIncidentLog().Open(new()
        {
            Type = IncidentType.AuditViolation,
            Severity = SharedCondition.Audit.Severity,
            Title = $"{violation.Invariant} does not hold: {where}",
            Detail = violation.Detail,
            Source = Name,
            DedupKey = violation.Account is { } account
                ? NewIncident.KeyOf(Name, account, $"{violation.Invariant}:{violation.Symbol}")
                : $"{Name}:{violation.Invariant}:{violation.Symbol}",
        });
    }

    private static string PlaceOf(AuditViolation violation) =>
        $"{violation.Account ?? "all accounts"} in {violation.Symbol ?? "all symbols"}";
}
