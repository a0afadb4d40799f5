using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Breakers;

namespace TradingOps.Grains.Tests.Books;

/// <summary>A symbol's breaker: its price band, the pause, and the halt by hand.</summary>
public sealed class SymbolBreakerControlTests
{
    private static readonly BreakerOptions Banded = new() { Bands = new() { Equity = 0.10m } };

    [Fact]
    public async Task The_first_trade_sets_the_band_around_it()
    {
        var parts = await MarketParts.OpenAsync(breakers: Banded);
        await parts.TradeAsync(10_000);
        Assert.True(parts.IsBreakerDue);
        await parts.Session.MaintainAsync();
        Assert.Equal((9_000, 11_000), (parts.Book.BandLow, parts.Book.BandHigh));
        var stored = parts.Stored;
        await parts.TradeAsync(10_010);
        await parts.Session.MaintainAsync();
        // The reference moved by less than 1 %.
        Assert.Equal(stored + 2, parts.Stored);
    }

    [Fact]
    public async Task An_order_that_stays_outside_the_band_pauses_the_market()
    {
        var parts = await MarketParts.OpenAsync(breakers: Banded);
        await parts.TradeAsync(10_000);
        await parts.Session.MaintainAsync();
        await parts.Entry.PlaceAsync(parts.Order(Side.Sell, 11_500, 1, "b"));
        await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 12_000, 1));
        Assert.Equal((LimitState.BuyersPush, 10_000), (parts.Book.LimitState, parts.Book.LastPrice));
        await parts.Session.MaintainAsync();
        Assert.Equal((BreakerState.LimitState, false), (parts.Breaker.State, parts.Breaker.IsHalted));

        parts.Clock.Advance(TimeSpan.FromSeconds(15));
        await parts.Session.MaintainAsync();
        Assert.Equal((BreakerState.Open, true), (parts.Breaker.State, parts.Breaker.IsHalted));
        Assert.Equal(SessionState.Auction, parts.Book.Session);
    }

    [Fact]
    public async Task Without_a_band_prices_move_freely()
    {
        var parts = await MarketParts.OpenAsync();
        await parts.TradeAsync(10_000);
        await parts.TradeAsync(20_000);
        await parts.Session.MaintainAsync();
        Assert.Equal((false, BreakerState.Closed), (parts.IsBreakerDue, parts.Breaker.State));
    }

    [Fact]
    public async Task A_killed_symbol_takes_no_order_and_a_tripped_one_collects_them()
    {
        var parts = await MarketParts.OpenAsync();
        await parts.Entry.PlaceAsync(parts.Order(Side.Sell, 100, 5, "b"));
        await parts.Breaker.TripAsync("news", "ann");
        await parts.Session.MaintainAsync();
        Assert.Equal(("halted", SessionState.Auction), (parts.Session.Status, parts.Book.Session));
        await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 100, 5));
        Assert.Null(parts.Book.LastPrice);

        await parts.Breaker.KillAsync("fraud", "ann");
        var error = await Assert.ThrowsAsync<TradingUnavailableException>(
            () => parts.Entry.PlaceAsync(parts.Order(Side.Buy, 100, 5)));
        Assert.Equal((TradingError.BreakerOpen, true), (error.Code, error.IsOutcomeKnown));
    }

    [Fact]
    public async Task The_firms_breaker_without_a_lease_stops_orders()
    {
        var parts = await MarketParts.OpenAsync();
        parts.Clock.Advance(BreakerCache.Lease + TimeSpan.FromSeconds(1));
        var error = await Assert.ThrowsAsync<TradingUnavailableException>(
            () => parts.Entry.PlaceAsync(parts.Order(Side.Buy, 100, 5)));
        Assert.Equal((TradingError.BreakerUnknown, true), (error.Code, error.IsOutcomeKnown));
    }
}
