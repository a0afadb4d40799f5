using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Breakers;

namespace TradingOps.Grains.Tests.Books;

/// <summary>What opens, closes, halts and settles a market, and when that is written.</summary>
public sealed class MarketSessionTests
{
    [Fact]
    public async Task A_market_without_orders_writes_nothing_when_its_session_changes()
    {
        var parts = await MarketParts.OpenAsync();
        Assert.Equal("open", parts.Session.Status);
        parts.Clock.Advance(TimeSpan.FromHours(5));
        await parts.Session.MaintainAsync();
        Assert.Equal(("post", 0), (parts.Session.Status, parts.Stored));
        parts.Clock.Advance(TimeSpan.FromHours(4));
        await parts.Session.MaintainAsync();
        Assert.Equal(("closed", 0), (parts.Session.Status, parts.Stored));
    }

    [Fact]
    public async Task The_close_ends_day_orders_and_the_next_open_takes_orders_again()
    {
        var parts = await MarketParts.OpenAsync();
        await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 100, 5, force: TimeInForce.Day));
        await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 99, 5));
        parts.Clock.Advance(TimeSpan.FromHours(5));
        await parts.Session.MaintainAsync();
        Assert.Equal((SessionState.Closed, 1, 99), (parts.Book.Session, parts.Book.OpenOrders, parts.Book.BestBid));

        parts.Clock.Advance(TimeSpan.FromHours(17));
        await parts.Session.MaintainAsync();
        Assert.Equal((SessionState.Open, "open"), (parts.Book.Session, parts.Session.Status));
    }

    [Fact]
    public async Task An_order_meets_the_session_of_its_own_time()
    {
        var parts = await MarketParts.OpenAsync();
        await parts.Entry.PlaceAsync(parts.Order(Side.Sell, 100, 5, "b", force: TimeInForce.Day));
        // No maintenance ran since the close of Monday: the order of Tuesday must not trade with one of Monday.
        parts.Clock.Advance(TimeSpan.FromDays(1));
        parts.SetFirm("closed");
        await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 100, 5));
        Assert.Equal((null, 1), (parts.Book.LastPrice, parts.Book.OpenOrders));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 3)]
    [InlineData(true, 1)]
    [InlineData(true, 3)]
    public async Task Day_orders_of_a_halted_market_end_with_their_day(bool isDown, int days)
    {
        var parts = await MarketParts.OpenAsync();
        var noon = parts.Clock.GetMicroseconds();
        await parts.Breaker.TripAsync("news", "ann");
        await parts.Session.MaintainAsync();
        await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 101, 5, force: TimeInForce.Day));
        await parts.Entry.PlaceAsync(parts.Order(Side.Sell, 99, 5, "b", force: TimeInForce.Day));
        await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 100, 2, "c"));
        await parts.Entry.PlaceAsync(parts.Order(Side.Sell, 98, 2, "d", force: TimeInForce.Gtd, expireAt: noon + Day(5)));
        await parts.Entry.PlaceAsync(parts.Order(Side.Sell, 97, 2, "e", force: TimeInForce.Gtd, expireAt: noon + Day(1) / 2));
        for (var hour = 0; hour < 24 * days; hour++)
        {
            parts.Clock.Advance(TimeSpan.FromHours(1));
            parts.SetFirm("closed");
            if (!isDown) await parts.Session.MaintainAsync();
        }
        if (isDown) parts = await MarketParts.OpenAsync(before: parts);
        await parts.Session.MaintainAsync();
        Assert.Equal((SessionState.Auction, "halted"), (parts.Book.Session, parts.Session.Status));
        await parts.Session.WakeAsync();
        Assert.Equal((2, 100, 98), (parts.Book.OpenOrders, parts.Book.BestBid, parts.Book.BestAsk));
        Assert.Null(parts.Book.LastPrice);

        await parts.Breaker.ResetAsync("over", "ann");
        await parts.Session.MaintainAsync();
        Assert.Equal((SessionState.Open, 98, 0), (parts.Book.Session, parts.Book.LastPrice, parts.Book.OpenOrders));
    }

    [Fact]
    public async Task A_halt_that_is_lifted_behind_the_close_trades_no_day_order()
    {
        var parts = await MarketParts.OpenAsync();
        await parts.Breaker.TripAsync("news", "ann");
        await parts.Session.MaintainAsync();
        await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 101, 5, force: TimeInForce.Day));
        await parts.Entry.PlaceAsync(parts.Order(Side.Sell, 99, 5, "b", force: TimeInForce.Day));
        parts.Clock.Advance(TimeSpan.FromHours(5));
        await parts.Breaker.ResetAsync("over", "ann");
        await parts.Session.MaintainAsync();
        Assert.Equal((SessionState.Closed, null, 0), (parts.Book.Session, parts.Book.LastPrice, parts.Book.OpenOrders));
    }

    [Fact]
    public async Task A_paused_market_closes_without_trading_and_opens_halted()
    {
        var banded = new BreakerOptions
        {
            Bands = new() { Equity = 0.10m },
            Symbol = new() { PauseLasts = TimeSpan.FromDays(1) },
        };
        var parts = await MarketParts.OpenAsync(breakers: banded);
        await parts.TradeAsync(10_000);
        await parts.Session.MaintainAsync();
        await parts.Entry.PlaceAsync(parts.Order(Side.Sell, 11_500, 1, "b", force: TimeInForce.Day));
        await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 12_000, 1, force: TimeInForce.Day));
        await parts.Session.MaintainAsync();
        parts.Clock.Advance(TimeSpan.FromSeconds(16));
        await parts.Session.MaintainAsync();
        Assert.Equal(SessionState.Auction, parts.Book.Session);
        parts.Clock.Advance(TimeSpan.FromHours(5));
        await parts.Session.MaintainAsync();
        Assert.Equal((SessionState.Closed, 10_000, 0), (parts.Book.Session, parts.Book.LastPrice, parts.Book.OpenOrders));
    }

    [Fact]
    public async Task Nothing_trades_while_the_instrument_is_halted()
    {
        var parts = await MarketParts.OpenAsync();
        await parts.Breaker.TripAsync("news", "ann");
        await parts.Session.MaintainAsync();
        await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 101, 5));
        await parts.Entry.PlaceAsync(parts.Order(Side.Sell, 99, 5, "b"));
        parts.SetInstrument(i => i with { Status = InstrumentStatus.Halted });
        await parts.Breaker.ResetAsync("over", "ann");
        await parts.Session.MaintainAsync();
        Assert.Equal((SessionState.Auction, null, 2), (parts.Book.Session, parts.Book.LastPrice, parts.Book.OpenOrders));
        parts.SetInstrument(i => i with { Status = InstrumentStatus.Open });
        await parts.Session.MaintainAsync();
        Assert.Equal((SessionState.Open, 99, 0), (parts.Book.Session, parts.Book.LastPrice, parts.Book.OpenOrders));
    }

    [Fact]
    public async Task A_halted_instrument_expires()
    {
        var parts = await MarketParts.OpenAsync();
        await parts.TradeAsync(100);
        parts.SetInstrument(i => i with { Status = InstrumentStatus.Halted });
        await parts.Session.MaintainAsync();
        Assert.Equal("halted", parts.Session.Status);
        parts.SetInstrument(i => i with { Status = InstrumentStatus.Expired });
        await parts.Session.MaintainAsync();
        Assert.Equal(SessionState.Expired, parts.Book.Session);
        var stored = parts.Stored;
        await parts.Session.MaintainAsync();
        Assert.Equal(stored, parts.Stored);
    }

    [Fact]
    public async Task What_is_due_stays_due_while_the_store_takes_no_records()
    {
        var parts = await MarketParts.OpenAsync();
        await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 100, 5, force: TimeInForce.Day));
        parts.Clock.Advance(TimeSpan.FromHours(5));
        parts.Journal.Fault = "it is away";
        await parts.Session.MaintainAsync();
        await parts.Session.WakeAsync();
        Assert.Equal((SessionState.Open, 1, 0), (parts.Book.Session, parts.Stored, parts.Deactivations));
        parts.Journal.Fault = null;
        await parts.Session.MaintainAsync();
        Assert.Equal((SessionState.Closed, 0), (parts.Book.Session, parts.Book.OpenOrders));
    }

    [Fact]
    public async Task Other_units_restart_a_market_that_never_had_an_order()
    {
        var parts = await MarketParts.OpenAsync();
        parts.SetInstrument(i => i with { TickSize = 0.05m });
        await parts.Session.MaintainAsync();
        Assert.True(parts.Deactivations > 0);
    }

    private static long Day(int days) => days * 86_400_000_000;
}
