using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Sessions;

/// <summary>
/// What every instrument takes at a time: by its hours, its expiry, and what was decided about it. Thread-safe.
/// </summary>
public sealed class TradingCalendar
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly TradingHours _always;
    private readonly bool _keepsHours;
    private readonly HashSet<DateOnly> _holidays;
    private Dictionary<MarketHours, Exchange> _exchanges = [];

    /// <summary>
    /// Makes a calendar. <see cref="TimeZoneNotFoundException"/> if this machine does not know the exchanges' zones.
    /// </summary>
    /// <param name="keepsHours">Whether instruments keep to their exchanges' hours; else all trade all the time.</param>
    /// <param name="days">The trading days where trading never ends.</param>
    /// <param name="holidays">Days on which all exchanges stay closed besides their own.</param>
    public TradingCalendar(bool keepsHours, TradingDays days, IEnumerable<DateOnly> holidays)
    {
        (_keepsHours, _always, _holidays) = (keepsHours, days.Hours, [.. holidays]);
        Use([]);
    }

    /// <summary>
    /// Replaces the calendars from now on. Hours that none of the new ones is for keep to the calendar that ships with the
    /// product.
    /// </summary>
    public void Use(IReadOnlyList<ExchangeCalendar> calendars)
    {
        if (!_keepsHours) return;
        var exchanges = new Dictionary<MarketHours, Exchange>();
        foreach (var calendar in ExchangeCalendar.Default.Concat(calendars))
            exchanges[calendar.Hours] = new(
                calendar, HoursOf(calendar), calendar.Products.Keys.ToDictionary(p => p, p => HoursOf(calendar.Of(p))));
        Volatile.Write(ref _exchanges, exchanges);
    }

    private TradingHours HoursOf(ExchangeCalendar calendar) => new(
        TimeZoneInfo.FindSystemTimeZoneById(calendar.Zone), calendar.PreOpens, calendar.Opens,
        day => _holidays.Contains(day) ? null : calendar.CloseOf(day));

    /// <summary>
    /// The session of an instrument that is open at a time, or else its next one. A future may trade for the last time before
    /// its exchange closes.
    /// </summary>
    public TradingSession SessionAt(Instrument instrument, long time)
    {
        if (!Volatile.Read(ref _exchanges).TryGetValue(instrument.Hours, out var exchange)) return _always.At(time);
        var hours = exchange.Of(instrument);
        var session = hours.At(time);
        if (session.Day != instrument.Expiry
            || !exchange.Calendar.LastTrades.TryGetValue(instrument.Underlying ?? "", out var last))
            return session;
        var ends = Math.Min(session.Closes, hours.At(session.Day, last));
        return time < ends ? session with { Closes = ends } : hours.At(session.Closes);
    }

    /// <summary>The ticks of orders of an instrument at a time; null where each is its tick size.</summary>
    public TickTable? TicksAt(Instrument instrument, long time) => instrument is { Ticks: null, NextTicks: null }
        ? null
        : instrument.TicksOn(SessionAt(instrument, time).Day);

    /// <summary>The lot that orders of an instrument keep to at a time, in shares or contracts.</summary>
    public decimal LotAt(Instrument instrument, long time) =>
        instrument.Lots?.LotOn(SessionAt(instrument, time).Day) ?? instrument.LotSize;

    /// <summary>The trading day of the last session of an instrument that ended before a time, or at it.</summary>
    public DateOnly LastDay(Instrument instrument, long time)
    {
        // No exchange is closed for longer.
        for (var back = 1; back <= 15; back++)
        {
            var session = SessionAt(instrument, time - back * (long)Day.TotalMicroseconds);
            if (session.Closes > time) continue;
            while (SessionAt(instrument, session.Closes) is var next && next.Closes <= time) session = next;
            return session.Day;
        }
        return SessionAt(instrument, time).Day;
    }

    /// <summary>Whether the session of a day is over; where trading never ends, a day is over at any time of it.</summary>
    public bool IsOver(Instrument instrument, DateOnly day, long time) =>
        !Volatile.Read(ref _exchanges).ContainsKey(instrument.Hours) || SessionAt(instrument, time).Day > day;

    /// <summary>Whether orders gather for the opening auction of an instrument at a time.</summary>
    public bool IsPreOpen(Instrument instrument, long time) =>
        SessionAt(instrument, time) is var session && time >= session.PreOpens && time < session.Opens;

    /// <summary>Whether the last session of an instrument ended a short time before: its exchange is not closed yet.</summary>
    public bool IsPost(Instrument instrument, long time) =>
        Volatile.Read(ref _exchanges).TryGetValue(instrument.Hours, out var exchange)
        && SessionAt(instrument, time - (long)exchange.Calendar.Post.TotalMicroseconds).Closes <= time;

    /// <summary>
    /// What an instrument takes at a time. An expired one is expired from the close of its last trading day on.
    /// </summary>
    public InstrumentStatus StatusAt(Instrument instrument, long time)
    {
        var session = SessionAt(instrument, time);
        return session.Day > instrument.Expiry ? InstrumentStatus.Expired
            : instrument.Status != InstrumentStatus.Open ? instrument.Status
            : session.Opens > time ? InstrumentStatus.Closed
            : InstrumentStatus.Open;
    }

    private sealed record Exchange(ExchangeCalendar Calendar, TradingHours Hours, Dictionary<string, TradingHours> Products)
    {
        public TradingHours Of(Instrument instrument) =>
            Products.Count > 0 && Products.TryGetValue(instrument.Underlying ?? instrument.Symbol, out var hours) ? hours : Hours;
    }
}
