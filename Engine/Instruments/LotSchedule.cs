namespace TradingOps.Engine.Instruments;

/// <summary>
/// The lots that quantities of orders keep to, by trading day. Each is a multiple of the instrument's lot size, in which
/// quantities are stored and traded.
/// </summary>
/// <param name="Changes">From the first day on; before it, orders keep to the lot size.</param>
public sealed record LotSchedule(IReadOnlyList<LotChange> Changes)
{
    /// <summary>Most changes of a schedule.</summary>
    public const int MaxChanges = 100;

    /// <summary>The lot on a trading day; null before the first change.</summary>
    public decimal? LotOn(DateOnly day)
    {
        decimal? lot = null;
        foreach (var change in Changes)
            if (change.Day <= day)
                lot = change.Lot;
        return lot;
    }

    /// <summary>
    /// What is wrong with it as the schedule of an instrument whose quantities are stored in a lot size; null if nothing is.
    /// </summary>
    public string? FindWrong(decimal lotSize)
    {
        if (Changes.Count is 0 or > MaxChanges) return $"has {Changes.Count} changes, 1 to {MaxChanges} are allowed";
        for (var i = 0; i < Changes.Count; i++)
        {
            var (day, lot) = (Changes[i].Day, Changes[i].Lot);
            if (i > 0 && day <= Changes[i - 1].Day)
                return $"has {day:yyyy-MM-dd}, which must come after {Changes[i - 1].Day:yyyy-MM-dd}";
            if (lot <= 0 || lot % lotSize != 0)
                return $"has the lot {lot}, which is not a positive multiple of lot_size {lotSize}";
            if (lot > InstrumentRules.MaxSize) return $"has the lot {lot}, and the largest is {InstrumentRules.MaxSize}";
        }
        return null;
    }

    /// <summary>Schedules with the same changes are equal.</summary>
    public bool Equals(LotSchedule? other) => other is not null && Changes.SequenceEqual(other.Changes);

    /// <inheritdoc/>
    public override int GetHashCode() => Changes.Count == 0 ? 0 : HashCode.Combine(Changes.Count, Changes[^1]);
}
