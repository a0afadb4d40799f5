using System.Collections.Immutable;

namespace TradingOps.Grains.Incidents;

/// <summary>
/// The incident log of the cluster. Answers when a change is durable; <see cref="TradingUnavailableException"/> where it could
/// not be made so. Every change may be asked for again: what it says already changes nothing.
/// </summary>
[Alias("tradingops.IIncidentLogGrain")]
public interface IIncidentLogGrain : IGrainWithStringKey
{
    /// <summary>Opens an incident, or answers the one that stands open under its key.</summary>
    [Alias("Open")]
    Task<OpenedIncident> Open(NewIncident incident);

    /// <summary>Acknowledges an incident. Null if the number does not exist; unchanged if the incident is resolved.</summary>
    [Alias("Acknowledge")]
    Task<IncidentView?> Acknowledge(long number, string who, string? note);

    /// <summary>Resolves an incident. Null if the number does not exist.</summary>
    [Alias("Resolve")]
    Task<IncidentView?> Resolve(long number, string who, string? note);

    /// <summary>
    /// For a holder (<see cref="NewIncident.Holder"/>) the condition of a key is over: resolves its incident unless another
    /// holder still notices it. Null if no incident stands open under the key.
    /// </summary>
    [Alias("ReleaseKey")]
    Task<IncidentView?> ReleaseKey(string dedupKey, string holder, string who, string? note);

    /// <summary>One incident; null if the number does not exist, or the incident was resolved long ago.</summary>
    [Alias("Find")]
    Task<IncidentView?> Find(long number);

    /// <summary>Incidents, newest first.</summary>
    [Alias("List")]
    Task<ImmutableArray<IncidentView>> List(IncidentFilter filter);
}
