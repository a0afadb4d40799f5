using System.Collections.Frozen;
using System.Text.Json;

namespace TradingOps.Engine.Sessions;

/// <summary>When the markets of an exchange trade, as data: one file an exchange. Times are those of its zone.</summary>
public sealed record ExchangeCalendar
{
    private static readonly FrozenDictionary<string, ProductHours> NoProducts = FrozenDictionary<string, ProductHours>.Empty;

    /// <summary>The calendars that ship with the product.</summary>
    public static IReadOnlyList<ExchangeCalendar> Default { get; } = [.. new[] { "nyse", "cboe", "cme" }.Select(Load)];

    /// <summary>Its name, for people.</summary>
    public required string Exchange { get; init; }

    /// <summary>Which instruments keep to it.</summary>
    public required MarketHours Hours { get; init; }

    /// <summary>Where the days come from.</summary>
    public required string Source { get; init; }

    /// <summary>IANA name of the exchange's time zone.</summary>
    public required string Zone { get; init; }

    /// <summary>From when on orders gather for the opening auction, from midnight of the trading day; may be negative.</summary>
    public required TimeSpan PreOpens { get; init; }

    /// <summary>When trading begins, from midnight of the trading day; negative for the day before.</summary>
    public required TimeSpan Opens { get; init; }

    /// <summary>When it ends.</summary>
    public required TimeSpan Closes { get; init; }

    /// <summary>Days without trading, weekends apart.</summary>
    public required IReadOnlyList<DateOnly> Closed { get; init; }

    /// <summary>Days on which trading ends earlier.</summary>
    public required IReadOnlyDictionary<DateOnly, TimeSpan> EarlyCloses { get; init; }

    /// <summary>When futures of a root trade for the last time on their last day; others trade until the close.</summary>
    public required IReadOnlyDictionary<string, TimeSpan> LastTrades { get; init; }

    /// <summary>How long the phase after the close lasts; orders are for the next session already.</summary>
    public TimeSpan Post { get; init; }

    /// <summary>Other hours by product: the ticker of a stock, the underlying of options, the root of futures.</summary>
    public IReadOnlyDictionary<string, ProductHours> Products { get; init => field = value ?? field; } = NoProducts;

    /// <summary>Reads a calendar. <see cref="FormatException"/> says what is wrong with it.</summary>
    /// <param name="json">The file.</param>
    /// <param name="name">Its name.</param>
    public static ExchangeCalendar Read(Stream json, string name)
    {
        ExchangeCalendar calendar;
        try
        {
            calendar = JsonSerializer.Deserialize(json, CalendarJson.Default.ExchangeCalendar)
                ?? throw new FormatException($"calendar {name} is empty");
        }
        catch (JsonException e)
        {
            throw new FormatException($"calendar {name} cannot be read: {e.Message}", e);
        }
        return calendar.FindWrong() is { } wrong ? throw new FormatException($"calendar {name}: {wrong}") : calendar;
    }

    /// <summary>The calendar of a product.</summary>
    public ExchangeCalendar Of(string product) => Products.TryGetValue(product, out var hours)
        ? this with
        {
            PreOpens = hours.PreOpens ?? PreOpens,
            Opens = hours.Opens ?? Opens,
            Closes = hours.Closes ?? Closes,
            EarlyCloses = hours.EarlyCloses ?? EarlyCloses,
        }
        : this;

    /// <summary>When a day ends; null if it is no trading day.</summary>
    public TimeSpan? CloseOf(DateOnly day) =>
        day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || Closed.Contains(day) ? null
        : EarlyCloses.TryGetValue(day, out var early) ? early
        : Closes;

    private static TimeSpan OneDay => TimeSpan.FromDays(1);

    private string? FindWrong()
    {
        if (Exchange is null || Source is null || Zone is null || Closed is null || EarlyCloses is null || LastTrades is null
            || Products.Values.Contains(null))
            return "a field is null";
        if (Hours == MarketHours.Always) return "hours always has no calendar";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out _)) return $"zone '{Zone}' is not known here";
        if (Post < TimeSpan.Zero || Post >= OneDay) return $"post {Post} is not between 0 and a day";
        if (FindWrongHours() is { } wrong) return wrong;
        foreach (var product in Products.Keys)
            if (Of(product).FindWrongHours() is { } ofProduct)
                return $"{product}: {ofProduct}";
        foreach (var (root, time) in LastTrades)
            if (Of(root) is var hours && (time <= hours.Opens || time > hours.Closes))
                return $"the last trade of {root} at {time} is not between {hours.Opens} and {hours.Closes}";
        return null;
    }

    private string? FindWrongHours()
    {
        if (PreOpens > Opens || Opens >= Closes || Closes > OneDay || PreOpens < -OneDay || Closes - Opens > OneDay)
            return $"pre_opens {PreOpens}, opens {Opens} and closes {Closes} do not follow each other within a day";
        foreach (var (day, closes) in EarlyCloses)
            if (closes <= Opens || closes >= Closes)
                return $"the early close of {day:yyyy-MM-dd} at {closes} is not between {Opens} and {Closes}";
        return null;
    }

    private static ExchangeCalendar Load(string name)
    {
        using var json = typeof(ExchangeCalendar).Assembly
            .GetManifestResourceStream($"TradingOps.Engine.Sessions.Calendars.{name}.json")!;
        return Read(json, name);
    }
}
