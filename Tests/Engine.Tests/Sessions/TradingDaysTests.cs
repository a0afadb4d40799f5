using System.Globalization;
using TradingOps.Engine.Sessions;

namespace TradingOps.Engine.Tests.Sessions;

public sealed class TradingDaysTests
{
    // New York is 5 hours behind UTC in winter and 4 in summer; the clocks change on 2026-11-01 and 2027-03-14.
    [Theory]
    [InlineData("2026-11-30T22:59:59", "2026-11-30")]
    [InlineData("2026-11-30T23:00:00", "2026-12-01")]
    [InlineData("2026-07-01T21:59:59", "2026-07-01")]
    [InlineData("2026-07-01T22:00:00", "2026-07-02")]
    [InlineData("2026-10-31T22:00:00", "2026-11-01")]
    [InlineData("2026-11-01T22:59:59", "2026-11-01")]
    [InlineData("2026-11-01T23:00:00", "2026-11-02")]
    [InlineData("2027-03-14T21:59:59", "2027-03-14")]
    [InlineData("2027-03-14T22:00:00", "2027-03-15")]
    public void A_day_begins_at_six_in_the_evening_in_New_York(string at, string day) =>
        Assert.Equal(Day(day), TradingDays.NewYork.DayOf(Time(at)));

    [Theory]
    [InlineData(0, "2026-11-30T00:00:00", "2026-11-30")]
    [InlineData(6, "2026-11-30T05:59:59", "2026-11-29")]
    [InlineData(6, "2026-11-30T06:00:00", "2026-11-30")]
    [InlineData(12, "2026-11-30T11:59:59", "2026-11-30")]
    [InlineData(12, "2026-11-30T12:00:00", "2026-12-01")]
    public void A_day_that_begins_late_bears_the_date_of_its_end(int begins, string at, string day) =>
        Assert.Equal(Day(day), new TradingDays(TimeZoneInfo.Utc, TimeSpan.FromHours(begins)).DayOf(Time(at)));

    private static DateOnly Day(string day) => DateOnly.Parse(day, CultureInfo.InvariantCulture);

    private static long Time(string at) =>
        new DateTimeOffset(DateTime.Parse(at, CultureInfo.InvariantCulture), TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;
}
