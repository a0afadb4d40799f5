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
    private const string Source = "breakers";

    /// <summary>Where changes are stored.</summary>
    public IJournal Journal { get; } = journal;

    /// <summary>The limits.</summary>
    public BreakerOptions Options { get; } = options.Value;

    /// <summary>The time.</summary>
    public TimeProvider Clock { get; } = clock;

    internal ILogger Logger { get; } = logger;

    /// <summary>Logs and counts a change that is in effect, and sends it to the incident log.</summary>
    internal void Observe(BreakerScope scope, BreakerChange change)
    {
        var view = BreakerViews.Of(scope, change);
        Log.BreakerChanged(Logger, view.Scope, view.From!, view.State, view.Cause!, view.Reason!, view.Who!);
        if (IsTrip(change)) metrics.Tripped(change.To.Cause);
        Announce(scope, change);
    }

    /// <summary>
    /// Sends the incident log a change whose silo may have died before it did. If it had sent it, nothing changes.
    /// </summary>
    internal void AnnounceAgain(BreakerScope scope, BreakerChange change)
    {
        if (incidents.HasRoom) Announce(scope, change);
    }

    /// <summary>Opens or resolves the incident of a change.</summary>
    private void Announce(BreakerScope scope, BreakerChange change)
    {
        var view = BreakerViews.Of(scope, change);
        var key = NewIncident.KeyOf(view.Scope);
        if (IsTrip(change))
        {
            incidents.Open(new()
            {
                Type = IncidentType.BreakerTrip,
                Severity = SeverityOf(scope, change.To.State),
                Title = $"Breaker {view.Scope} is {view.State}",
                Detail = $"{view.Reason} ({view.Cause}, by {view.Who})",
                Source = Source,
                DedupKey = key,
                BeganAt = view.At,
            });
        }
        else if (change.From >= BreakerState.ReduceOnly && change.To.State < BreakerState.ReduceOnly)
        {
            incidents.Resolve(key, Source, view.Who!, view.Reason);
        }
    }

    private static bool IsTrip(BreakerChange change) =>
        change.To.State >= BreakerState.ReduceOnly && change.To.Cause != BreakerCause.ResetAsked;

    private static IncidentSeverity SeverityOf(BreakerScope scope, BreakerState state) => (scope.Kind, state) switch
    {
        (BreakerKind.Firm, _) => SharedCondition.FirmBreaker.Severity,
        (_, BreakerState.ReduceOnly) => IncidentSeverity.Sev3,
        (BreakerKind.Account, _) => SharedCondition.AccountBreaker.Severity,
        _ => SharedCondition.SymbolBreaker.Severity,
    };
}
