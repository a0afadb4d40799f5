namespace TradingOps.Engine.MarketData;

/// <summary>
/// The bars of one symbol: seconds for an hour, minutes for 30 days, trading days for ever. Longer ones are sums of them. Not
/// safe for use by two threads at once.
/// </summary>
public sealed class BarHistory
{
    private const long Hour = 3600L * 1_000_000;

    private readonly BarSeries _seconds = new(Hour);
    private readonly BarSeries _minutes = new(30 * 24 * Hour);
    private readonly BarSeries _days = new(long.MaxValue);

    /// <summary>The bar of the newest minute with a trade; null without one.</summary>
    public Bar? LastMinute => _minutes.Last;

    /// <summary>Bars that are kept, of all three lengths.</summary>
    public int Count => _seconds.Count + _minutes.Count + _days.Count;

    /// <summary>Adds trades.</summary>
    public void Add(in TradeRun run)
    {
        _seconds.Add(run.Bar);
        _minutes.Add(run.Bar with { Start = Timeframe.Minute.StartOf(run.Bar.Start) });
        _days.Add(run.Bar with { Start = Timeframe.MidnightOf(run.Day) });
    }

    /// <summary>The bars of a length whose start is in a range, oldest first.</summary>
    /// <param name="timeframe">The length.</param>
    /// <param name="from">Least start, microseconds since the Unix epoch.</param>
    /// <param name="until">Start that is not included any more.</param>
    public IEnumerable<Bar> Read(Timeframe timeframe, long from, long until)
    {
        var series = timeframe.IsOfDays ? _days : timeframe.Unit == TimeframeUnit.Second ? _seconds : _minutes;
        // The bar that a range begins in is whole if it begins in the range.
        Bar? open = null;
        foreach (var part in series.Read(from, long.MaxValue))
        {
            var start = timeframe.StartOf(part.Start);
            if (start < from) continue;
            if (open is { } bar && bar.Start == start)
            {
                open = bar.Plus(part);
                continue;
            }
            if (open is { } whole) yield return whole;
            open = null;
            if (start >= until) yield break;
            open = part with { Start = start };
        }
        if (open is { } last) yield return last;
    }

    /// <summary>Writes all bars.</summary>
    public void Write(BinaryWriter writer)
    {
        _seconds.Write(writer);
        _minutes.Write(writer);
        _days.Write(writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote, into an empty history.</summary>
    public void Read(BinaryReader reader)
    {
        _seconds.Read(reader);
        _minutes.Read(reader);
        _days.Read(reader);
    }
}
