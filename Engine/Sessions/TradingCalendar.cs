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
    private Dictionary<MarketHours, (TradingHours Hours, ExchangeCalendar Calendar)> _exchanges = [];

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
        var exchanges = new Dictionary<MarketHours, (TradingHours, ExchangeCalendar)>();
        foreach (var calendar in ExchangeCalendar.Default.Concat(calendars))
        {
            var hours = new TradingHours(
                TimeZoneInfo.FindSystemTimeZoneById(calendar.Zone), calendar.PreOpens, calendar.Opens,
                day => _holidays.Contains(day) ? null : calendar.CloseOf(day));
            exchanges[calendar.Hours] = (hours, calendar);
        }
        Volatile.Write(ref _exchanges, exchanges);
    }

    /// <summary>
    /// The session of an instrument that is open at a time, or else its next one. A future may trade for the last time before
    /// its exchange closes.
    /// </summary>
    public TradingSession SessionAt(Instrument instrument, long time)
    {
        if (!Volatile.Read(ref _exchanges).TryGetValue(instrument.Hours, out var exchange)) return _always.At(time);
        var session = exchange.Hours.At(time);
        if (session.Day != instrument.Expiry
            || !exchange.Calendar.LastTrades.TryGetValue(instrument.Underlying ?? "", out var last))
            return session;
        var ends = Math.Min(session.Closes, exchange.Hours.At(session.Day, last));
        return time < ends ? session with { Closes = ends } : exchange.Hours.At(session.Closes);
    }

    /// <summary>The ticks of orders of an instrument at a time; null where each is its tick size.</summary>
    public TickTable? TicksAt(Instrument instrument, long time) => instrument is { Ticks: null, NextTicks: null }
        ? null
        : instrument.TicksOn(SessionAt(instrument, time).Day);

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
}
