using TradingOps.Engine.Sessions;

namespace TradingOps.Tests.Shared;

/// <summary>
/// The trading day of all silos that the tests start. It begins twelve hours from now, so that no run of the tests, at midnight
/// neither, sees its orders end with their day.
/// </summary>
internal static class TradingDay
{
    /// <summary>When it begins, UTC.</summary>
    public static TimeSpan Begins { get; } = new(DateTime.UtcNow.AddHours(12).Hour, 0, 0);

    /// <summary>It as settings of a silo.</summary>
    public static string[] Settings { get; } = ["--Accounts:DayBegins", $"{Begins:c}", "--Accounts:DayZone", "UTC"];

    /// <summary>The date that the trading day of a moment bears.</summary>
    public static DateOnly Of(DateTimeOffset moment) =>
        new TradingDays(TimeZoneInfo.Utc, Begins).DayOf(moment.ToUnixTimeMilliseconds() * 1000);
}
