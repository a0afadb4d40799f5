using System.Globalization;

namespace TradingOps.Engine.MarketData;

/// <summary>
/// The length of bars, such as <c>5Min</c>. Bars of seconds to hours begin at multiples of their length from midnight UTC. Bars
/// of days and longer hold whole trading days and begin at midnight UTC of the first one's date.
/// </summary>
public readonly record struct Timeframe
{
    private const long Microseconds = 1_000_000;
    private const long Day = 24 * 3600 * Microseconds;

    private static readonly (string Word, TimeframeUnit Unit, int[] Counts)[] Words =
    [
        ("Sec", TimeframeUnit.Second, [1, 5, 10, 15, 30]),
        ("Min", TimeframeUnit.Minute, [1, 2, 3, 5, 10, 15, 20, 30]),
        ("Hour", TimeframeUnit.Hour, [1, 2, 3, 4, 6, 8, 12]),
        ("Day", TimeframeUnit.Day, [1]),
        ("Week", TimeframeUnit.Week, [1]),
        ("Month", TimeframeUnit.Month, [1, 2, 3, 4, 6, 12]),
    ];

    private Timeframe(int count, TimeframeUnit unit) => (Count, Unit) = (count, unit);

    /// <summary>One second.</summary>
    public static Timeframe Second { get; } = new(1, TimeframeUnit.Second);

    /// <summary>One minute.</summary>
    public static Timeframe Minute { get; } = new(1, TimeframeUnit.Minute);

    /// <summary>Every timeframe, as it is written; shortest first.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Words.SelectMany(w => w.Counts.Select(c => $"{c}{w.Word}"))];

    /// <summary>How many units.</summary>
    public int Count { get; }

    /// <summary>The unit.</summary>
    public TimeframeUnit Unit { get; }

    /// <summary>Whether it is made of trading days.</summary>
    public bool IsOfDays => Unit >= TimeframeUnit.Day;

    /// <summary>Reads a timeframe such as <c>1Min</c>, in any case.</summary>
    public static bool TryParse(string? text, out Timeframe timeframe)
    {
        timeframe = Minute;
        foreach (var (word, unit, counts) in Words)
        {
            if (text is null || !text.EndsWith(word, StringComparison.OrdinalIgnoreCase)) continue;
            if (!int.TryParse(text.AsSpan(..^word.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                || !counts.Contains(count))
                return false;
            timeframe = new(count, unit);
            return true;
        }
        return false;
    }

    /// <summary>
    /// The start of the bar that a time is in, microseconds since the Unix epoch. For bars of days, the time is the midnight UTC
    /// of a trading day.
    /// </summary>
    public long StartOf(long time)
    {
        if (!IsOfDays) return time - Mod(time, Length);
        var day = DateOnly.FromDateTime(DateTime.UnixEpoch.AddTicks(time * TimeSpan.TicksPerMicrosecond));
        return MidnightOf(Unit switch
        {
            TimeframeUnit.Day => day,
            TimeframeUnit.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
            _ => new(day.Year, 1 + (day.Month - 1) / Count * Count, 1),
        });
    }

    /// <summary>Midnight UTC of a date, microseconds since the Unix epoch.</summary>
    public static long MidnightOf(DateOnly day) => (day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * Day;

    /// <inheritdoc/>
    public override string ToString()
    {
        var unit = Unit;
        return $"{Count}{Array.Find(Words, w => w.Unit == unit).Word}";
    }

    private long Length => Count * Unit switch
    {
        TimeframeUnit.Second => Microseconds,
        TimeframeUnit.Minute => 60 * Microseconds,
        _ => 3600 * Microseconds,
    };

    private static long Mod(long value, long by) => (value % by + by) % by;
}
