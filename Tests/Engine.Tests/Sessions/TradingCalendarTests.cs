using System.Globalization;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Sessions;

namespace TradingOps.Engine.Tests.Sessions;

public sealed class TradingCalendarTests
{
    private const long QuarterHour = 900_000_000;

    private static readonly TradingCalendar Exchanges = new(keepsHours: true, TradingDays.NewYork, [new(2026, 12, 25)]);

    private static readonly Dictionary<string, Instrument> Instruments =
        InstrumentCatalogue.Default.All.ToDictionary(i => i.Symbol);

    // New York is 5 hours behind UTC in winter and 4 in summer, Chicago 6 and 5; the clocks change on 2026-11-01 and 2027-03-14.
    [Theory]
    [InlineData("AAPL", "2026-11-20T14:29:59", InstrumentStatus.Closed)]
    [InlineData("AAPL", "2026-11-20T14:30:00", InstrumentStatus.Open)]
    [InlineData("AAPL", "2026-11-20T20:59:59", InstrumentStatus.Open)]
    [InlineData("AAPL", "2026-11-20T21:00:00", InstrumentStatus.Closed)]
    [InlineData("AAPL", "2026-11-21T15:00:00", InstrumentStatus.Closed)] // Saturday
    [InlineData("AAPL", "2026-10-30T13:30:00", InstrumentStatus.Open)]
    [InlineData("AAPL", "2026-11-02T13:30:00", InstrumentStatus.Closed)]
    [InlineData("AAPL", "2027-03-15T13:30:00", InstrumentStatus.Open)]
    [InlineData("AAPL", "2026-12-25T15:00:00", InstrumentStatus.Closed)] // a holiday
    [InlineData("AAPL271217C00190000", "2026-11-20T14:30:00", InstrumentStatus.Open)]
    [InlineData("AAPL271217C00190000", "2026-11-20T21:00:00", InstrumentStatus.Closed)]
    [InlineData("ESZ6", "2026-11-20T03:00:00", InstrumentStatus.Open)]
    [InlineData("ESZ6", "2026-11-19T22:59:59", InstrumentStatus.Closed)] // the break of an hour
    [InlineData("ESZ6", "2026-11-19T23:00:00", InstrumentStatus.Open)]
    [InlineData("ESZ6", "2026-11-20T22:00:00", InstrumentStatus.Closed)] // Friday, 16:00
    [InlineData("ESZ6", "2026-11-22T22:59:59", InstrumentStatus.Closed)]
    [InlineData("ESZ6", "2026-11-22T23:00:00", InstrumentStatus.Open)] // Sunday, 17:00
    [InlineData("ESZ6", "2026-12-18T14:29:59", InstrumentStatus.Open)] // its last trading day, until 08:30
    [InlineData("ESZ6", "2026-12-18T14:30:00", InstrumentStatus.Expired)]
    [InlineData("ESZ7", "2026-12-18T15:00:00", InstrumentStatus.Open)]
    [InlineData("CLZ6", "2026-11-20T19:29:59", InstrumentStatus.Open)]
    [InlineData("CLZ6", "2026-11-20T19:30:00", InstrumentStatus.Expired)]
    [InlineData("AAPL", "2026-11-26T15:00:00", InstrumentStatus.Closed)] // Thanksgiving
    [InlineData("ESZ6", "2026-11-26T15:00:00", InstrumentStatus.Open)]
    [InlineData("ESZ6", "2026-11-26T18:00:00", InstrumentStatus.Closed)] // noon in Chicago
    [InlineData("AAPL", "2026-11-27T17:59:59", InstrumentStatus.Open)]
    [InlineData("AAPL", "2026-11-27T18:00:00", InstrumentStatus.Closed)] // 13:00 in New York
    [InlineData("AAPL271217C00190000", "2026-12-24T18:00:00", InstrumentStatus.Closed)]
    [InlineData("AAPL", "2027-12-24T15:00:00", InstrumentStatus.Closed)]
    [InlineData("ESZ7", "2027-07-05T17:30:00", InstrumentStatus.Closed)]
    public void Every_class_keeps_the_hours_of_its_exchange(string symbol, string at, InstrumentStatus expected) =>
        Assert.Equal(expected, Exchanges.StatusAt(Instruments[symbol], Time(at)));

    [Theory]
    [InlineData("2026-11-20T03:00:00", "2026-11-20", "2026-11-19T23:00:00", "2026-11-20T22:00:00")]
    [InlineData("2026-11-20T22:00:00", "2026-11-23", "2026-11-22T23:00:00", "2026-11-23T22:00:00")]
    [InlineData("2026-12-24T22:00:00", "2026-12-28", "2026-12-27T23:00:00", "2026-12-28T22:00:00")]
    [InlineData("2026-11-01T12:00:00", "2026-11-02", "2026-11-01T23:00:00", "2026-11-02T22:00:00")] // the clocks went back
    public void A_session_is_of_its_trading_day(string at, string day, string opens, string closes) => Assert.Equal(
        new(DateOnly.Parse(day, CultureInfo.InvariantCulture), Time(opens) - QuarterHour, Time(opens), Time(closes)),
        Exchanges.SessionAt(Instruments["ESZ7"], Time(at)));

    [Theory]
    [InlineData("2026-11-20T11:29:59", false)]
    [InlineData("2026-11-20T11:30:00", true)] // 06:30 in New York
    [InlineData("2026-11-20T14:29:59", true)]
    [InlineData("2026-11-20T14:30:00", false)]
    [InlineData("2026-11-21T12:00:00", false)]
    public void Orders_gather_before_the_opening(string at, bool isPreOpen) =>
        Assert.Equal(isPreOpen, Exchanges.IsPreOpen(Instruments["AAPL"], Time(at)));

    [Theory]
    [InlineData("2026-11-20T20:59:59", false)]
    [InlineData("2026-11-20T21:00:00", true)]
    [InlineData("2026-11-21T00:59:59", true)] // 19:59 in New York
    [InlineData("2026-11-21T01:00:00", false)]
    [InlineData("2026-11-27T21:59:59", true)] // closed at 13:00
    [InlineData("2026-11-27T22:00:00", false)]
    [InlineData("2026-11-26T21:30:00", false)] // a holiday
    public void The_phase_after_the_close_ends_some_hours_later(string at, bool isPost)
    {
        Assert.Equal(isPost, Exchanges.IsPost(Instruments["AAPL"], Time(at)));
        Assert.False(Exchanges.IsPost(Instruments["AAPL271217C00190000"], Time(at)));
        Assert.False(Exchanges.IsPost(Instruments["AAPL"] with { Session = MarketHours.Always }, Time(at)));
    }

    [Theory]
    [InlineData("SPY", "2026-11-20T21:14:59", InstrumentStatus.Open)]
    [InlineData("SPY", "2026-11-20T21:15:00", InstrumentStatus.Closed)]
    [InlineData("SPY", "2026-11-27T18:14:59", InstrumentStatus.Open)] // 13:15
    [InlineData("SPY", "2026-11-27T18:15:00", InstrumentStatus.Closed)]
    [InlineData("SPX", "2026-12-17T21:10:00", InstrumentStatus.Open)]
    [InlineData("SPX", "2026-12-18T20:59:59", InstrumentStatus.Open)] // its last day, until 16:00
    [InlineData("SPX", "2026-12-18T21:00:00", InstrumentStatus.Expired)]
    public void A_product_may_have_other_hours_than_its_exchange(string root, string at, InstrumentStatus expected) =>
        Assert.Equal(expected, Exchanges.StatusAt(
            Instruments["AAPL271217C00190000"] with
            {
                Symbol = $"{root}261218C00600000",
                Underlying = root,
                Expiry = new(2026, 12, 18),
            }, Time(at)));

    [Fact]
    public void Every_calendar_has_a_source_and_both_years()
    {
        Assert.Equal(3, ExchangeCalendar.Default.Count);
        Assert.All(ExchangeCalendar.Default, calendar =>
        {
            Assert.NotEmpty(calendar.Source);
            Assert.Equal([2026, 2027], calendar.Closed.Select(day => day.Year).Distinct());
            // A day that is closed or short by mistake is most often one of a weekend.
            Assert.All(
                calendar.Closed.Concat(calendar.EarlyCloses.Keys),
                day => Assert.False(day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday, $"{day} is no weekday"));
            Assert.Empty(calendar.Closed.Intersect(calendar.EarlyCloses.Keys));
        });
    }

    [Theory]
    [InlineData("{", "cannot be read")]
    [InlineData("Europe/Nowhere 08:00", "zone 'Europe/Nowhere'")]
    [InlineData("UTC 10:00", "do not follow each other")]
    [InlineData("UTC 9", "'9' is no time of day")]
    [InlineData("UTC 08:00 ,\"post\":\"-01:00\"", "post -01:00:00 is not between 0 and a day")]
    [InlineData("UTC 08:00 ,\"products\":{\"SPY\":{\"closes\":\"08:59\"}}", "SPY: pre_opens")]
    [InlineData("UTC 08:00 ,\"products\":{\"SPY\":{\"closing\":\"08:59\"}}", "cannot be read")]
    [InlineData("UTC 08:00 ,\"products\":{\"SPY\":null}", "a field is null")]
    public void A_wrong_calendar_is_refused_by_name(string json, string says)
    {
        if (json.Split(' ') is [var zone, var preOpens, .. var more])
            json = $$"""
                {"exchange":"X","hours":"equities","source":"s","zone":"{{zone}}","pre_opens":"{{preOpens}}","opens":"09:00",
                 "closes":"17:00","closed":[],"early_closes":{},"last_trades":{} {{string.Concat(more)}} }
                """;
        using var file = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json));
        var error = Assert.Throws<FormatException>(() => ExchangeCalendar.Read(file, "x.json"));
        Assert.Contains("x.json", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_trades_all_the_time_has_a_day_that_ends()
    {
        var calendar = new TradingCalendar(keepsHours: false, new(TimeZoneInfo.Utc, TimeSpan.FromHours(6)), []);
        Assert.Equal(
            new(new(2026, 11, 20), Time("2026-11-20T06:00:00"), Time("2026-11-20T06:00:00"), Time("2026-11-21T06:00:00")),
            calendar.SessionAt(Instruments["AAPL"], Time("2026-11-21T05:59:59")));
        Assert.Equal(InstrumentStatus.Open, calendar.StatusAt(Instruments["AAPL"], Time("2026-11-21T06:00:00")));
        Assert.Equal(InstrumentStatus.Open, calendar.StatusAt(Instruments["ESZ6"], Time("2026-12-19T05:59:59")));
        Assert.Equal(InstrumentStatus.Expired, calendar.StatusAt(Instruments["ESZ6"], Time("2026-12-19T06:00:00")));
    }

    [Fact]
    public void An_instrument_may_have_other_hours_than_its_class() => Assert.Equal(
        InstrumentStatus.Open,
        Exchanges.StatusAt(Instruments["AAPL"] with { Session = MarketHours.Always }, Time("2026-11-21T15:00:00")));

    [Theory]
    [InlineData(InstrumentStatus.Halted)]
    [InlineData(InstrumentStatus.Closed)]
    [InlineData(InstrumentStatus.Expired)]
    public void What_was_decided_holds_within_the_hours(InstrumentStatus status) => Assert.Equal(
        status, Exchanges.StatusAt(Instruments["AAPL"] with { Status = status }, Time("2026-11-20T15:00:00")));

    private static long Time(string at) => (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
        - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
