using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;

namespace TradingOps.Engine.Tests.Risk;

/// <summary>What follows every change is, after every change, what finding everything anew comes to.</summary>
public sealed class RunningValuationTests
{
    private static readonly Instrument Stock = InstrumentCatalogue.Default["AAPL"];

    [Fact]
    public void The_running_valuation_always_equals_one_from_the_start()
    {
        int stale = 0, negative = 0, held = 0, settled = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var model = new ChangingAccount(seed);
            for (var step = 0; step < 600; step++)
            {
                model.Step();
                var value = model.Running.Now();
                Assert.Equal(model.FromTheStart(), value);
                NaiveValuation.AssertEqual(model.Account, model.Instruments, model.Marks, value);
                stale += value.IsStale ? 1 : 0;
                negative += value.NetExposure < 0 ? 1 : 0;
                held += value.Margin.Orders > 0 ? 1 : 0;
            }
            settled += model.Settled;
        }
        // The model is no use if it stays where nothing happens.
        Assert.True(Math.Min(stale, negative) > 1_000 && held > 1_000, $"{stale} stale, {negative} negative, {held} held");
        Assert.True(settled > 20, $"{settled} settled");
    }

    [Fact]
    public void An_unreported_change_is_not_seen_before_its_report()
    {
        var account = new Account("a");
        Fill(account, 100_00, 10);
        var mark = Quoted.Of(100, 100, 100);
        var running = new RunningValuation(account, _ => Stock, _ => mark);
        Assert.Equal(0, running.Now().UnrealizedPnl);
        mark = Quoted.Of(90, 90, 100);
        Assert.Equal(0, running.Now().UnrealizedPnl);
        running.Reprice("MSFT");
        Assert.Equal(0, running.Now().UnrealizedPnl);
        running.Reprice("AAPL");
        Assert.Equal(-100, running.Now().UnrealizedPnl);
        mark = Quoted.Of(95, 95, 100) with { IsOld = true };
        running.RepriceAll();
        Assert.Equal((-50, true), (running.Now().UnrealizedPnl, running.Now().IsStale));
    }

    [Fact]
    public void What_did_not_change_is_not_asked_for_again()
    {
        var account = new Account("a");
        var symbols = Enumerable.Range(0, 100).Select(i => $"S{i}").ToArray();
        foreach (var symbol in symbols) account.Reserve(new(symbol, 0, Side.Buy, 100, 1));
        var asked = new List<string>();
        var running = new RunningValuation(account, symbol => Stock with { Symbol = symbol }, symbol =>
        {
            asked.Add(symbol);
            return default;
        });
        Assert.Equal(100, running.Now().Margin.Orders);
        Assert.Equal(symbols, asked.Order().Distinct().Order(StringComparer.Ordinal).OrderBy(s => int.Parse(s[1..])));
        asked.Clear();
        account.Reserve(new("S7", 0, Side.Buy, 100, 1));
        running.Reprice("S8");
        Assert.Equal(101, running.Now().Margin.Orders);
        Assert.Equal(["S7", "S8"], asked.Distinct().Order());
        Assert.Equal(100, running.Count);
        account.Release(new("S7", 0, Side.Buy, 100, 2));
        Assert.Equal(99, running.Now().Margin.Orders);
        Assert.Equal(99, running.Count);
    }

    [Theory]
    [InlineData(99, 101, 100, 99, null, 100, false)] // The ask is gone: shorts are reserved by it.
    [InlineData(99, 101, 100, null, 101, 99, false)] // The bid is gone: the last trade counts.
    [InlineData(99, 101, 100, null, 101, 100, true)] // It was in the middle.
    [InlineData(99, 101, 100, 99, 101, 98, true)] // A trade, while bid and ask stand.
    [InlineData(99, 101, null, null, 101, null, false)] // No bid and no trade: the bid before, which is stale.
    [InlineData(99, 101, 100, 98, 101, 100, false)]
    public void Only_a_price_that_changes_a_value_causes_an_evaluation(
        int? bid, int? ask, int? last, int? nextBid, int? nextAsk, int? nextLast, bool isSame)
    {
        var before = Quoted.Of(bid, ask, last).After(default);
        Assert.Equal(isSame, Quoted.Of(nextBid, nextAsk, nextLast).After(before).ValuesAs(before));
    }

    [Fact]
    public void Thirds_leave_nothing_behind()
    {
        var account = new Account("a");
        var ask = 100m;
        var running = new RunningValuation(account, symbol => Stock with { Symbol = symbol }, _ => Quoted.Of(null, ask, null));
        account.Reserve(new("MSFT", 0, Side.Buy, 123_456_789, 1_000));
        // Leverage 3 divides a price by three. Of the four shares to sell, one closes what is held.
        account.SetLimits(new() { Leverage = 3 });
        var before = running.Now();
        Fill(account, 100_00, 1);
        account.Reserve(new("AAPL", 0, Side.Sell, 100_00, 3));
        account.Reserve(new("AAPL", 0, Side.Sell, 100_01, 1));
        for (var i = 0; i < 1_000; i++, ask += 0.01m)
        {
            running.Reprice("AAPL");
            Assert.NotEqual(before.Margin.Orders, running.Now().Margin.Orders);
        }
        account.Release(new("AAPL", 0, Side.Sell, 100_00, 3));
        account.Release(new("AAPL", 0, Side.Sell, 100_01, 1));
        Assert.Equal(before.Margin.Orders, running.Now().Margin.Orders);
    }

    private static void Fill(Account account, long price, long lots)
    {
        var market = new Market("AAPL");
        market.Enter(Limit(Side.Sell, price, lots), "b", null);
        foreach (var report in market.Enter(Limit(Side.Buy, price, lots), "a", null).Reports().Where(r => r.Account == "a"))
            account.Apply(report, Stock);
    }

    private static BookCommand Limit(Side side, long price, long lots) => new()
    {
        Spec = new() { Instructions = new(side, OrderType.Limit, TimeInForce.Gtc), Price = price, Quantity = lots },
    };
}
