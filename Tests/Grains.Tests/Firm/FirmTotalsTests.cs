using System.Collections.Immutable;
using TradingOps.Grains.Firm;

namespace TradingOps.Grains.Tests.Firm;

public sealed class FirmTotalsTests
{
    private readonly FirmTotals _totals = new();

    [Fact]
    public void The_firm_is_the_sum_of_its_accounts()
    {
        _totals.Take(Report("a", 1, equity: 900, began: 1000, position: 5), now: 2);
        _totals.Take(Report("b", 2, equity: 1100, began: 1000, position: -3), now: 2);
        var firm = _totals.ToView(now: 2_000_001);
        Assert.Equal((2, 2000, 2000, 0, 2), (firm.Accounts, firm.Equity, firm.StartOfDayEquity, firm.DayPnl, firm.OpenPositions));
        Assert.Equal(new SymbolFigures("AAPL", 2, 200, 20), Assert.Single(firm.Symbols));
        Assert.Equal((TimeSpan.FromSeconds(2), 2), (firm.Age, firm.Breakers["closed"]));
    }

    [Fact]
    public void A_report_replaces_the_one_before_and_a_late_one_is_ignored()
    {
        Assert.True(_totals.Take(Report("a", 5, equity: 900, began: 1000, position: 5), now: 6));
        Assert.False(_totals.Take(Report("a", 4, equity: 1, began: 1, position: 1), now: 6));
        Assert.True(_totals.Take(Report("a", 5, equity: 900, began: 1000, position: 5), now: 6));
        Assert.True(_totals.Take(Report("a", 6, equity: 800, began: 1000, position: 0), now: 6));
        var firm = _totals.ToView(now: 6);
        Assert.Equal((1, 800, -200, 0.2m), (firm.Accounts, firm.Equity, firm.DayPnl, firm.DailyLoss));
        Assert.Empty(firm.Symbols);
    }

    [Fact]
    public void Reports_from_before_a_clock_step_back_are_not_later_ones()
    {
        Assert.True(_totals.Take(Report("a", 3_600, equity: 900, began: 1000, position: 5), now: 3_600));
        Assert.True(_totals.Take(Report("a", 10, equity: 800, began: 1000, position: 0), now: 11));
        Assert.False(_totals.Take(Report("a", 9, equity: 900, began: 1000, position: 5), now: 12));
        Assert.Equal(800, _totals.ToView(now: 12).Equity);
    }

    [Fact]
    public void Positions_come_and_go_and_change_places()
    {
        var random = new Random(1);
        string[] symbols = ["AAPL", "MSFT", "NVDA", "QQQ", "SPY"];
        var latest = new Dictionary<string, ImmutableArray<SymbolFigures>>();
        for (var at = 1; at < 2_000; at++)
        {
            var (account, isOutside) = ($"a{random.Next(4)}", random.Next(10) == 0);
            random.Shuffle(symbols);
            ImmutableArray<SymbolFigures> positions = [.. symbols.Take(random.Next(symbols.Length + 1)).Select(
                symbol => new SymbolFigures(symbol, random.Next(-2, 3), random.Next(-1_000, 1_000) / 8m, random.Next(100) / 8m))];
            Assert.True(_totals.Take(
                Report(account, at, equity: 1, began: 1, position: 0) with { Positions = positions, IsOutside = isOutside }, at));
            latest[account] = isOutside ? [] : positions;
            var expected = latest.Values.SelectMany(p => p).GroupBy(p => p.Symbol).OrderBy(s => s.Key, StringComparer.Ordinal)
                .Select(s => new SymbolFigures(
                    s.Key, s.Sum(p => p.Quantity), s.Sum(p => p.MarketValue), s.Sum(p => p.UnrealizedPnl)));
            var firm = _totals.ToView(at);
            Assert.Equal(expected, firm.Symbols.AsEnumerable());
            Assert.Equal(latest.Values.Sum(p => p.Length), firm.OpenPositions);
        }
    }

    [Fact]
    public void The_outside_market_is_not_counted()
    {
        _totals.Take(Report("market-maker", 1, equity: 1_000_000, began: 0, position: 5) with { IsOutside = true }, now: 1);
        var firm = _totals.ToView(now: 1);
        Assert.Equal((0, 0), (firm.Accounts, firm.Equity));
        Assert.Empty(firm.Symbols);
        Assert.Single(_totals.Reports);
    }

    [Fact]
    public void An_account_that_has_not_reported_is_missing()
    {
        _totals.Expect("a");
        Assert.Equal(1, _totals.ToView(0).MissingAccounts);
        _totals.Take(Report("a", 1, equity: 1, began: 1, position: 0), now: 1);
        _totals.Expect("a");
        Assert.Equal(0, _totals.ToView(0).MissingAccounts);
    }

    private static AccountReport Report(string account, long at, decimal equity, decimal began, decimal position) => new()
    {
        At = at,
        Account = new()
        {
            Account = account,
            Cash = equity,
            Equity = equity,
            StartOfDayEquity = began,
            BuyingPower = 0,
            RealizedPnl = 0,
            UnrealizedPnl = position * 10,
            GrossExposure = Math.Abs(position) * 100,
            NetExposure = position * 100,
            OpenOrders = 0,
            DayPnl = equity - began,
            DailyLoss = 0,
            HighWaterMark = began,
            Drawdown = 0,
            Fees = 0,
            Margin = 0,
            IsStale = false,
            Breaker = "closed",
        },
        CashMoved = 0,
        Positions = position == 0 ? [] : [new("AAPL", position, position * 100, position * 10)],
        Use = default,
        IsOutside = false,
    };
}
