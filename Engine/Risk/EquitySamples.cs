namespace TradingOps.Engine.Risk;

/// <summary>
/// Samples of an account's open P&amp;L: only what all of them agree on for a while moves a breaker or a high-water mark. What
/// fills realise counts at once. Times are those of one clock that never goes back.
/// </summary>
/// <param name="lasts">How long a price must last.</param>
public sealed class EquitySamples(TimeSpan lasts)
{
    /// <summary>Samples that are closer together count as one.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(100);

    private readonly Queue<Sample> _samples = new();
    private Sample? _latest;
    private bool _isConfirmed;
    private decimal _realized;

    /// <summary>Takes a sample.</summary>
    /// <param name="unrealized">Open P&amp;L at current marks, in currency.</param>
    /// <param name="realized">Realised P&amp;L, cumulative, in currency.</param>
    /// <param name="now">The time.</param>
    public void Take(decimal unrealized, decimal realized, TimeSpan now)
    {
        // A profit that was realised is not open any more, and does not count twice.
        if (_latest is not null && realized > _realized)
        {
            foreach (var sample in _samples) sample.Lower(realized - _realized);
            _latest.Lower(realized - _realized);
        }
        _realized = realized;
        if (_latest is null)
        {
            // An account that holds nothing has no open P&L at any price.
            _isConfirmed = unrealized == 0;
            _latest = new(now, unrealized);
        }
        else if (now - _latest.At >= Apart)
        {
            _samples.Enqueue(_latest);
            _latest = new(now, unrealized);
        }
        _latest.Add(unrealized);
        // The last one before the time counts for its beginning.
        while (_samples.TryPeek(out _) && now - SecondTime() >= lasts) (_, _isConfirmed) = (_samples.Dequeue(), true);
        _isConfirmed |= _samples.TryPeek(out var oldest) && now - oldest.At >= lasts;
    }

    /// <summary>
    /// The equity that a loss is measured by: the highest of the time. Null while too little is known: a price of now may last a
    /// moment.
    /// </summary>
    /// <param name="value">The account's value at current marks.</param>
    public decimal? ForLoss(in Valuation value)
    {
        var highest = value.UnrealizedPnl;
        foreach (var sample in _samples) highest = Math.Max(highest, sample.Highest);
        return Confirm(value, Math.Max(highest, _latest?.Highest ?? highest));
    }

    /// <summary>The equity that a gain is measured by: the lowest of the time. Null while too little is known.</summary>
    /// <param name="value">The account's value at current marks.</param>
    public decimal? ForGain(in Valuation value)
    {
        var lowest = value.UnrealizedPnl;
        foreach (var sample in _samples) lowest = Math.Min(lowest, sample.Lowest);
        return Confirm(value, Math.Min(lowest, _latest?.Lowest ?? lowest));
    }

    private decimal? Confirm(in Valuation value, decimal unrealized) =>
        _isConfirmed ? value.Equity - value.UnrealizedPnl + unrealized : null;

    private TimeSpan SecondTime() => _samples.Count > 1 ? _samples.ElementAt(1).At : _latest!.At;

    private sealed class Sample(TimeSpan at, decimal unrealized)
    {
        public TimeSpan At => at;

        public decimal Highest { get; private set; } = unrealized;

        public decimal Lowest { get; private set; } = unrealized;

        public void Lower(decimal amount) => (Highest, Lowest) = (Highest - amount, Lowest - amount);

        public void Add(decimal unrealized) =>
            (Highest, Lowest) = (Math.Max(Highest, unrealized), Math.Min(Lowest, unrealized));
    }
}
