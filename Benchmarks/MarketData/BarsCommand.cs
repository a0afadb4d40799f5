using System.Diagnostics;
using System.Globalization;
using TradingOps.Engine.MarketData;

namespace TradingOps.Benchmarks.MarketData;

/// <summary>
/// `bars [SYMBOLS]`: a week of regular sessions of some symbols, a trade every three seconds, in memory as a silo holds it, and
/// the snapshots of it.
/// </summary>
internal static class BarsCommand
{
    private const int Days = 5;
    private const int SecondsADay = 390 * 60;
    private const int SecondsATrade = 3;
    private const long Second = 1_000_000;

    private static readonly DateOnly Monday = new(2026, 11, 23);

    public static int Run(string[] options)
    {
        var symbols = options is [var text] ? int.Parse(text, CultureInfo.InvariantCulture) : 1_000;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var began = Stopwatch.GetTimestamp();
        var states = Enumerable.Range(0, symbols).Select(Fill).ToArray();
        var elapsed = Stopwatch.GetElapsedTime(began);
        var memory = GC.GetTotalMemory(forceFullCollection: true) - before;
        var snapshots = states.Sum(s => (long)s.Snapshot().Length);
        var trades = (long)symbols * Days * SecondsADay / SecondsATrade;
        Line($"symbols     {symbols}, {Days} days, {trades} trades");
        Line($"minutes     {states.Sum(s => s.Bars.Read(Timeframe.Minute, 0, long.MaxValue).Count())}");
        Line($"memory      {memory / 1e6:F0} MB, {(double)memory / symbols / 1000:F0} kB a symbol");
        Line($"snapshots   {snapshots / 1e6:F0} MB, {(double)snapshots / symbols / 1000:F0} kB a symbol");
        Line($"rate        {trades / elapsed.TotalSeconds / 1e6:F2} M trades/s");
        GC.KeepAlive(states);
        return 0;
    }

    private static MarketDataState Fill(int symbol)
    {
        var (random, state, runs) = (new Random(symbol), new MarketDataState(), new List<TradeRun>());
        var price = 18_740;
        for (var day = 0; day < Days; day++)
        {
            var date = Monday.AddDays(day);
            var opens = Timeframe.MidnightOf(date) + (14 * 3600 + 1800) * Second;
            for (var second = 0; second < SecondsADay; second += SecondsATrade)
            {
                price += random.Next(-2, 3);
                TradeRun.Add(runs, date, new(price / 100m, random.Next(1, 500), opens + second * Second));
            }
            state.Apply(new(MarketDataState.OwnBook, day + 1, [.. runs], null));
            runs.Clear();
        }
        return state;
    }

    private static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
