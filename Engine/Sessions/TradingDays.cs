namespace TradingOps.Engine.Sessions;

/// <summary>
/// The trading days of accounts, the firm and markets without hours of their own: one follows the other without a gap. A day that
/// begins at noon or later bears the date of its end, as on Globex. Thread-safe.
/// </summary>
/// <param name="zone">The time zone in which a day begins.</param>
/// <param name="begins">When it begins there, from midnight.</param>
public sealed class TradingDays(TimeZoneInfo zone, TimeSpan begins)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Noon = TimeSpan.FromHours(12);

    /// <summary>The days of New York, which begin at 18:00.</summary>
    public static TradingDays NewYork { get; } =
        new(TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), TimeSpan.FromHours(18));

    /// <summary>They as the hours of a market that never closes.</summary>
    public TradingHours Hours { get; } = Around(zone, begins < Noon ? begins : begins - Day);

    /// <summary>The trading day of a time, microseconds since the Unix epoch.</summary>
    public DateOnly DayOf(long time) => Hours.At(time).Day;

    private static TradingHours Around(TimeZoneInfo zone, TimeSpan opens) => new(zone, opens, opens, _ => opens + Day);
}
