using TradingOps.Engine.MarketData;
using TradingOps.Engine.Sessions;

namespace TradingOps.Engine.Tests.MarketData;

/// <summary>Bars against a naive computation from all trades.</summary>
public sealed class BarTests
{
    private const long Second = 1_000_000;
    private const long Day = 86_400 * Second;

    // A Friday, 14:30 UTC.
    private static readonly long Begin = Timeframe.MidnightOf(new(2026, 11, 27)) + 14 * 3600 * Second + 1800 * Second;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Bars_equal_a_naive_computation_over_random_trades(int seed)
    {
        var random = new Random(seed);
        var (history, trades, runs) = (new BarHistory(), new List<TradePrint>(), new List<TradeRun>());
        var time = Begin;
        for (var i = 0; i < 100_000; i++)
        {
            // Gaps of hours too; one trade in a hundred is reported up to two minutes late.
            time += random.Next(100) == 0 ? random.NextInt64(4 * 3600 * Second) : random.NextInt64(3 * Second);
            var at = random.Next(100) == 0 ? time - random.NextInt64(120 * Second) : time;
            trades.Add(new(random.Next(18_000, 19_000) / 100m, random.Next(1, 1000) / 10m, at));
            TradeRun.Add(runs, DayOf(at), trades[^1]);
            if (random.Next(50) == 0) Flush();
        }
        Flush();

        foreach (var words in new[] { "1Min", "5Min", "1Hour", "4Hour", "1Day", "1Week", "1Month" })
        {
            Assert.True(Timeframe.TryParse(words, out var timeframe));
            // Minutes older than 30 days are gone; a whole bar is what begins after that.
            var from = timeframe.IsOfDays ? 0 : timeframe.StartOf(time - 29 * Day) + Day;
            var bars = history.Read(timeframe, from, long.MaxValue).ToList();
            Assert.Equal(Naive(trades, timeframe, from), bars);
            // A part of the range is the same part of the bars.
            var (first, last) = (bars[bars.Count / 3], bars[bars.Count / 2]);
            Assert.Equal(
                bars.Where(b => b.Start >= first.Start && b.Start < last.Start),
                history.Read(timeframe, first.Start, last.Start));
        }
        Assert.Equal(history.LastMinute, history.Read(Timeframe.Minute, 0, long.MaxValue).Last());

        void Flush()
        {
            foreach (var run in runs) history.Add(run);
            runs.Clear();
        }
    }

    [Fact]
    public void A_history_is_the_same_after_it_was_written_and_read()
    {
        var (history, random) = (new BarHistory(), new Random(3));
        for (var i = 0; i < 3_000; i++)
        {
            var trade = new TradePrint(random.Next(1, 1_000_000) / 10_000m, random.Next(1, 500), Begin + i * 20 * Second);
            history.Add(new(DayOf(trade.Time), Bar.Of(Timeframe.TryParse("1Sec", out var s) ? s.StartOf(trade.Time) : 0, trade)));
        }
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, System.Text.Encoding.UTF8, leaveOpen: true)) history.Write(writer);
        buffer.Position = 0;
        var read = new BarHistory();
        using (var reader = new BinaryReader(buffer, System.Text.Encoding.UTF8, leaveOpen: true)) read.Read(reader);

        foreach (var words in Timeframe.All)
        {
            Assert.True(Timeframe.TryParse(words, out var timeframe));
            Assert.Equal(
                history.Read(timeframe, 0, long.MaxValue), read.Read(timeframe, 0, long.MaxValue));
        }
        Assert.Equal((history.Count, history.LastMinute), (read.Count, read.LastMinute));
        buffer.SetLength(buffer.Length / 2);
        buffer.Position = 0;
        Assert.Throws<EndOfStreamException>(() => new BarHistory().Read(new BinaryReader(buffer)));
    }

    [Fact]
    public void Seconds_are_kept_for_an_hour_and_minutes_for_30_days()
    {
        var history = new BarHistory();
        Assert.True(Timeframe.TryParse("1sec", out var seconds));
        var time = Begin;
        for (; time < Begin + 40 * Day; time += 60 * Second)
            history.Add(new(DayOf(time), Bar.Of(time, new(10, 1, time))));
        var last = time - 60 * Second;
        // Whole blocks go.
        Assert.InRange(history.Read(seconds, 0, long.MaxValue).Count(), 60, 60 + 2 * BarSeries.BlockBars);
        var minutes = history.Read(Timeframe.Minute, 0, long.MaxValue).ToList();
        Assert.InRange(minutes.Count, 30 * 1440, 30 * 1440 + 2 * BarSeries.BlockBars);
        Assert.Equal(
            Enumerable.Range(1 - minutes.Count, minutes.Count).Select(i => last + i * 60 * Second), minutes.Select(b => b.Start));
        // What is older than that is left out, and makes no hole in what is kept.
        history.Add(new(DayOf(Begin), Bar.Of(Begin, new(11, 5, Begin))));
        Assert.Equal(minutes, history.Read(Timeframe.Minute, 0, long.MaxValue));
        Assert.Equal(11, history.Read(Timeframe.TryParse("1Day", out var day) ? day : default, 0, long.MaxValue).First().Close);
    }

    [Fact]
    public void Late_seconds_do_not_keep_old_ones_in_memory()
    {
        var history = new BarHistory();
        Assert.True(Timeframe.TryParse("1sec", out var seconds));
        for (var time = Begin; time < Begin + 2 * Day; time += 10 * Second)
            foreach (var at in new[] { time, time - 4 * Second })
                history.Add(new(DayOf(at), Bar.Of(at, new(10, 1, at))));
        Assert.InRange(history.Read(seconds, 0, long.MaxValue).Count(), 720, 720 + 2 * BarSeries.BlockBars);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1.5)]
    [InlineData(0.0001)]
    [InlineData(1874.123456)]
    public void A_number_is_stored_with_its_digits(double number)
    {
        foreach (var value in new[] { (decimal)number, decimal.MaxValue, decimal.MinValue, 1.10m, (decimal)number / 3 })
        {
            using var buffer = new MemoryStream();
            using var writer = new BinaryWriter(buffer);
            BarCodec.WriteDecimal(writer, value);
            buffer.Position = 0;
            var read = BarCodec.ReadDecimal(new BinaryReader(buffer));
            Assert.Equal((value, value.Scale), (read, read.Scale));
        }
    }

    [Theory]
    [InlineData("1Min", "2026-11-27T14:30:59.9Z", "2026-11-27T14:30:00Z")]
    [InlineData("5min", "2026-11-27T14:34:59Z", "2026-11-27T14:30:00Z")]
    [InlineData("30Sec", "2026-11-27T14:34:59Z", "2026-11-27T14:34:30Z")]
    [InlineData("4Hour", "2026-11-27T14:34:59Z", "2026-11-27T12:00:00Z")]
    [InlineData("1Day", "2026-11-27T00:00:00Z", "2026-11-27T00:00:00Z")]
    [InlineData("1Week", "2026-11-29T00:00:00Z", "2026-11-23T00:00:00Z")]
    [InlineData("1Week", "2026-11-30T00:00:00Z", "2026-11-30T00:00:00Z")]
    [InlineData("3Month", "2026-11-30T00:00:00Z", "2026-10-01T00:00:00Z")]
    public void A_bar_begins_at_a_multiple_of_its_length(string words, string time, string start)
    {
        Assert.True(Timeframe.TryParse(words, out var timeframe));
        Assert.Equal(Micros(start), timeframe.StartOf(Micros(time)));
        Assert.Equal(words, timeframe.ToString(), ignoreCase: true);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Min")]
    [InlineData("0Min")]
    [InlineData("7Min")]
    [InlineData("-1Min")]
    [InlineData("1Year")]
    [InlineData("99999999999Min")]
    public void Other_timeframes_are_refused(string? words) => Assert.False(Timeframe.TryParse(words, out _));

    private static long Micros(string time) =>
        (DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks / 10;

    private static DateOnly DayOf(long time) => TradingDays.NewYork.DayOf(time);

    private static List<Bar> Naive(List<TradePrint> trades, Timeframe timeframe, long from) =>
    [
        .. trades
            .GroupBy(t => timeframe.StartOf(timeframe.IsOfDays ? Timeframe.MidnightOf(DayOf(t.Time)) : t.Time))
            .Where(g => g.Key >= from).OrderBy(g => g.Key)
            .Select(g => Naive(
                g.Key, [.. g.OrderBy(t => timeframe.IsOfDays ? DayOf(t.Time).DayNumber : t.Time / (60 * Second))])),
    ];

    /// <summary>Trades by the minutes or days that they are in, and within these as they were reported.</summary>
    private static Bar Naive(long start, List<TradePrint> trades) => new(
        start, trades[0].Price, trades.Max(t => t.Price), trades.Min(t => t.Price), trades[^1].Price,
        trades.Sum(t => t.Quantity), trades.Sum(t => t.Price * t.Quantity), trades.Count);
}
