using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TradingOps.Engine.Breakers;
using TradingOps.Grains.Incidents;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Breakers;

/// <summary>What every breaker needs of its silo. One a silo.</summary>
public sealed class BreakerServices(
    IJournal journal, IOptions<BreakerOptions> options, IncidentOutbox incidents, BreakerMetrics metrics, TimeProvider clock,
    ILogger<BreakerServices> logger)
{
    /// <summary>Where changes are stored.</summary>
    public IJournal Journal { get; } = journal;

    /// <summary>The limits.</summary>
    public BreakerOptions Options { get; } = options.Value;

    /// <summary>The time.</summary>
    public TimeProvider Clock { get; } = clock;

    internal ILogger Logger { get; } = logger;

    /// <summary>Logs and counts a change that is in effect, and opens or resolves its incident.</summary>
    internal void Observe(BreakerScope scope, BreakerChange change)
    {
        var view = BreakerViews.Of(scope, change);
        Log.BreakerChanged(Logger, view.Scope, view.From!, view.State, view.Cause!, view.Reason!, view.Who!);
        var key = $"breaker:{view.Scope}";
        if (change.To.State >= BreakerState.ReduceOnly && change.To.Cause != BreakerCause.ResetAsked)
        {
            metrics.Tripped(change.To.Cause);
            incidents.Open(new()
            {
                Type = IncidentType.BreakerTrip,
                Severity = SeverityOf(scope, change.To.State),
                Title = $"Breaker {view.Scope} is {view.State}",
                Detail = $"{view.Reason} ({view.Cause}, by {view.Who})",
                Source = "breakers",
                DedupKey = key,
            });
        }
        else if (change.From >= BreakerState.ReduceOnly && change.To.State < BreakerState.ReduceOnly)
        {
            incidents.Resolve(key, view.Who!, view.Reason);
        }
    }

    private static IncidentSeverity SeverityOf(BreakerScope scope, BreakerState state) => (scope.Kind, state) switch
    {
        (BreakerKind.Firm, _) => IncidentSeverity.Sev1,
        (_, BreakerState.ReduceOnly) => IncidentSeverity.Sev3,
        _ => IncidentSeverity.Sev2,
    };
}
