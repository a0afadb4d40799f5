namespace TradingOps.Grains.Incidents;

/// <summary>
/// Who still notices the condition of an incident: it is over when the last of them says so. Kept in memory only: after a restart
/// of the log the first who says so resolves it, unless others have noticed it again. Used within one grain's turns only.
/// </summary>
internal sealed class IncidentHolders
{
    private readonly Dictionary<long, HashSet<string>> _holders = [];

    /// <summary>A holder notices the condition of an incident.</summary>
    public void Hold(long number, string holder)
    {
        if (!_holders.TryGetValue(number, out var holders)) _holders.Add(number, holders = new(StringComparer.Ordinal));
        holders.Add(holder);
    }

    /// <summary>One holder no longer notices it; true if no other does.</summary>
    public bool Release(long number, string holder)
    {
        if (!_holders.TryGetValue(number, out var holders)) return true;
        holders.Remove(holder);
        return holders.Count == 0;
    }

    /// <summary>Whether a holder notices it.</summary>
    public bool IsHeldBy(long number, string holder) =>
        _holders.TryGetValue(number, out var holders) && holders.Contains(holder);

    /// <summary>The incident is resolved.</summary>
    public void Forget(long number) => _holders.Remove(number);
}
