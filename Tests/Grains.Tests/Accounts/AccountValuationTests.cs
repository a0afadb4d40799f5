using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Firm;
using TradingOps.Grains.Marks;

namespace TradingOps.Grains.Tests.Accounts;

public sealed class AccountValuationTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly InstrumentCatalogue _catalogue = InstrumentCatalogue.CopyDefault();
    private readonly Account _account = new("a");
    private readonly MarkCache _marks;
    private readonly AccountValuation _valuation;

    public AccountValuationTests()
    {
        _marks = new(_clock, Options.Create(new MarkOptions()));
        _valuation = new(_account, _catalogue, _marks);
        Fill("AAPL", 100_00, 10);
        Fill("MSFT", 200_00, 10);
        _marks.Publish("AAPL", At(100));
        _marks.Publish("MSFT", At(200));
        Assert.Equal((0, false), (_valuation.Now().UnrealizedPnl, _valuation.Now().IsStale));
    }

    [Fact]
    public void A_price_that_moves_is_followed_at_once()
    {
        _marks.Publish("AAPL", At(99));
        Assert.Equal(-10, _valuation.Now().UnrealizedPnl);
        // More changes than it has positions.
        for (var bid = 150; bid < 200; bid++) _marks.Publish("MSFT", At(bid));
        Assert.Equal(-20, _valuation.Now().UnrealizedPnl);
        _marks.Publish("SPY", At(500));
        Assert.Equal(-20, _valuation.Now().UnrealizedPnl);
        Assert.Equal(
            [new SymbolFigures("AAPL", 10, 990, -10), new SymbolFigures("MSFT", 10, 1990, -10)],
            _valuation.Positions.OrderBy(p => p.Symbol));
    }

    [Fact]
    public void A_stale_mark_is_found_on_request_and_a_fresh_one_immediately()
    {
        Assert.Empty(_valuation.ListOutdated());
        _clock.Advance(MarkCache.OldAfter);
        _marks.Publish("MSFT", At(200));
        Assert.Equal(["AAPL"], _valuation.ListOutdated());
        Assert.False(_valuation.Now().IsStale);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["AAPL"], _valuation.ListOutdated());
        Assert.True(_valuation.Now().IsStale);
        _marks.Publish("AAPL", At(100));
        Assert.False(_valuation.Now().IsStale);
    }

    [Fact]
    public void The_largest_position_is_what_could_come_of_what_is_open()
    {
        Assert.Equal(10, _valuation.LargestPosition);
        _account.Reserve(new("AAPL", 0, Side.Buy, 100_00, 5));
        _account.Reserve(new("MSFT", 0, Side.Sell, 200_00, 26));
        _account.Reserve(new("SPY", 0, Side.Sell, 500_00, 7));
        _valuation.Now();
        Assert.Equal(16, _valuation.LargestPosition);
        _account.Release(new("MSFT", 0, Side.Sell, 200_00, 26));
        _valuation.Now();
        Assert.Equal(15, _valuation.LargestPosition);
    }

    [Fact]
    public void A_change_of_an_instrument_is_followed_at_once()
    {
        var instrument = _catalogue["AAPL"];
        Assert.True(_catalogue.Apply(new(1, 0, "a", instrument with { InitialMargin = 0.5m })));
        Assert.Equal(2500, _valuation.Now().Margin.Initial);
    }

    [Fact]
    public void A_day_begins_at_official_prices_where_it_has_them()
    {
        var (before, day) = (_valuation.Now().Equity, new DateOnly(2026, 6, 1));
        var held = _account.PositionIn("AAPL")!.Quantity;
        var price = _marks["AAPL"].Price!.Value;
        _marks.Publish("AAPL", _marks["AAPL"] with { Official = price + 2, OfficialDay = day });
        Assert.Equal(before, _valuation.Now().Equity);
        Assert.Equal(before + 2 * held, _valuation.Close(day).Equity);
        Assert.Equal(price + 2, _valuation.Close(day).Positions.Single(p => p.Symbol == "AAPL").Price);
        Assert.Equal(before, _valuation.Close(day.AddDays(1)).Equity);
        Assert.Equal(before, _valuation.Close(null).Equity);
    }

    private static Mark At(decimal price) => new(price, price + 1, price) { Price = price, IsOpen = true };

    private void Fill(string symbol, long price, long lots)
    {
        var market = new Market(symbol);
        var order = new BookCommand
        {
            Spec = new() { Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Gtc), Price = price, Quantity = lots },
        };
        market.Enter(order with { Spec = order.Spec with { Side = Side.Sell } }, "b", null);
        var record = market.Enter(order with { Spec = order.Spec with { Side = Side.Buy } }, "a", null);
        foreach (var report in record.Reports().Where(r => r.Account == "a")) _account.Apply(report, _catalogue[symbol]);
    }
}
