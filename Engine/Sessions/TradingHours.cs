namespace TradingOps.Engine.Sessions;

/// <summary>
/// When the markets of an exchange trade, day by day in its own time zone. Times are microseconds since the Unix epoch.
/// Thread-safe.
/// </summary>
/// <param name="zone">The exchange's time zone.</param>
/// <param name="preOpens">From midnight of the trading day, not later than <paramref name="opens"/>.</param>
/// <param name="opens">From midnight of the trading day; negative for an opening on the day before.</param>
/// <param name="closes">From midnight of a day, later than <paramref name="opens"/> by a day at most; null if it is no trading
/// day.</param>
public sealed class TradingHours(TimeZoneInfo zone, TimeSpan preOpens, TimeSpan opens, Func<DateOnly, TimeSpan?> closes)
{
    // Most calls are about the same day as the last one.
    private TradingSession _last = new(DateOnly.MinValue, 0, 0, 0);

    /// <summary>The session that is open at a time, or else the next one.</summary>
    public TradingSession At(long time)
    {
        var last = Volatile.Read(ref _last);
        return time >= last.Opens && time < last.Closes ? last : Find(time);
    }

    /// <summary>A time of a day, from its midnight.</summary>
    public long At(DateOnly day, TimeSpan offset)
    {
        var local = day.ToDateTime(TimeOnly.MinValue) + offset;
        return (new DateTimeOffset(local, zone.GetUtcOffset(local)).UtcTicks - DateTimeOffset.UnixEpoch.Ticks)
            / TimeSpan.TicksPerMicrosecond;
    }

    private TradingSession Find(long time)
    {
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch.AddTicks(time * TimeSpan.TicksPerMicrosecond), zone);
        var day = DateOnly.FromDateTime(local.DateTime).AddDays(-1);
        TradingSession session;
        do
        {
            TimeSpan? ends;
            while ((ends = closes(day)) is null) day = day.AddDays(1);
            session = new(day, At(day, preOpens), At(day, opens), At(day, ends.Value));
            day = day.AddDays(1);
        }
        while (session.Closes <= time);
        Volatile.Write(ref _last, session);
        return session;
    }
}
