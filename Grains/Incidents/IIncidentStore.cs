namespace TradingOps.Grains.Incidents;

/// <summary>Keeps what was written to the incident log, in order and for good.</summary>
public interface IIncidentStore
{
    /// <summary>
    /// Everything that the log needs to know: whatever is not resolved, and the latest of the rest. <see
    /// cref="IncidentStoreException"/>.
    /// </summary>
    Task<IReadOnlyList<IncidentEntry>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Completes when the entry is durable. <see cref="IncidentStoreException"/> if it is not, if that is not known, or if
    /// another activation of the log wrote this step of this incident before.
    /// </summary>
    Task AppendAsync(IncidentEntry entry, CancellationToken cancellationToken);
}
