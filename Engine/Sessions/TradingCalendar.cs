using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Sessions;

/// <summary>
/// What every instrument takes at a time: by its hours, its expiry, and what was decided about it. Thread-safe.
/// </summary>
public sealed class TradingCalendar
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly TradingHours _always;
    private readonly TradingHours _newYork;
    private readonly TradingHours _globex;

    /// <summary>
    /// Makes a calendar. <see cref="TimeZoneNotFoundException"/> if this machine does not know the exchanges' zones.
    /// </summary>
    /// <param name="keepsHours">Whether instruments keep to their exchanges' hours; else all trade all the time.</param>
    /// <param name="dayBegins">When the trading day begins where trading never ends, UTC.</param>
    /// <param name="holidays">Days on which the exchanges stay closed.</param>
    public TradingCalendar(bool keepsHours, TimeSpan dayBegins, IEnumerable<DateOnly> holidays)
    {
        var closed = holidays.ToHashSet();
        _always = new(TimeZoneInfo.Utc, dayBegins, dayBegins + Day, _ => true);
        _newYork = Hours("America/New_York", new(9, 30, 0), new(16, 0, 0));
        _globex = Hours("America/Chicago", new(-7, 0, 0), new(16, 0, 0));

        TradingHours Hours(string zone, TimeSpan opens, TimeSpan closes) => !keepsHours ? _always
            : new(TimeZoneInfo.FindSystemTimeZoneById(zone), opens, closes, IsTradingDay);

        bool IsTradingDay(DateOnly day) =>
            day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !closed.Contains(day);
    }

    /// <summary>The session of an instrument that is open at a time, or else its next one.</summary>
    public TradingSession SessionAt(Instrument instrument, long time) => HoursOf(instrument).At(time);

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

    private TradingHours HoursOf(Instrument instrument) => instrument.Hours switch
    {
        MarketHours.Always => _always,
        MarketHours.Globex => _globex,
        _ => _newYork,
    };
}
