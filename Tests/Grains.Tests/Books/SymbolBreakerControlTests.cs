using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Journaling;

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
        var parts = await OpenBandedAsync();
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
    public async Task A_market_reopens_around_the_quote_that_paused_it()
    {
        var parts = await OpenBandedAsync();
        await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 11_000, 1));
        await parts.Session.MaintainAsync();
        Assert.Equal(BreakerState.LimitState, parts.Breaker.State);
        await WaitAsync(parts, seconds: 15);
        Assert.Equal((BreakerState.Open, SessionState.Auction), (parts.Breaker.State, parts.Book.Session));

        // While it is paused, what gathers keeps its price.
        await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 12_500, 1, "b"));
        await WaitAsync(parts, seconds: 300);
        Assert.Equal((SessionState.Open, 12_500, 11_250, 13_750),
            (parts.Book.Session, parts.Book.BandReference, parts.Book.BandLow, parts.Book.BandHigh));
        await WaitAsync(parts, seconds: 30);
        Assert.Equal((SessionState.Open, LimitState.None, 12_500),
            (parts.Book.Session, parts.Book.LimitState, parts.Book.BandReference));
    }

    [Theory]
    [InlineData(12_000, 11_500)]
    [InlineData(100_000, 11_000)]
    public async Task A_far_quote_on_the_other_side_does_not_count(long ask, long reference)
    {
        var parts = await OpenBandedAsync();
        await parts.Entry.PlaceAsync(parts.Order(Side.Sell, ask, 1, "b"));
        await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 11_000, 1));
        await parts.Session.MaintainAsync();
        await WaitAsync(parts, seconds: 315);
        Assert.Equal((SessionState.Open, reference), (parts.Book.Session, parts.Book.BandReference));
    }

    [Fact]
    public async Task A_band_ends_when_the_settings_have_none()
    {
        var parts = await OpenBandedAsync();
        await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 11_000, 1));
        await parts.Session.MaintainAsync();
        Assert.Equal((true, BreakerState.LimitState), (parts.Book.IsBanded, parts.Breaker.State));
        parts = await MarketParts.OpenAsync(before: parts);
        await parts.Session.MaintainAsync();
        await parts.Session.MaintainAsync();
        Assert.Equal((false, BreakerState.Closed), (parts.Book.IsBanded, parts.Breaker.State));
    }

    [Fact]
    public async Task Orders_that_cross_outside_the_band_prolong_the_pause()
    {
        var parts = await OpenBandedAsync();
        await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 11_000, 1));
        await parts.Session.MaintainAsync();
        await WaitAsync(parts, seconds: 15);
        await parts.Entry.PlaceAsync(parts.Order(Side.Sell, 11_500, 1, "b"));
        await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 12_000, 1));
        await WaitAsync(parts, seconds: 310);
        Assert.Equal((SessionState.Auction, BreakerState.Open, 10_000L, 10_000L), (
            parts.Book.Session, parts.Breaker.State, parts.Book.BandReference, parts.Book.LastPrice));
    }

    /// <summary>A market with a band from 9,000 to 11,000 ticks.</summary>
    private static async Task<MarketParts> OpenBandedAsync()
    {
        var parts = await MarketParts.OpenAsync(breakers: Banded);
        await parts.TradeAsync(10_000);
        await parts.Session.MaintainAsync();
        return parts;
    }

    private static async Task WaitAsync(MarketParts parts, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            parts.Clock.Advance(TimeSpan.FromSeconds(1));
            parts.SetFirm("closed");
            await parts.Session.MaintainAsync();
        }
    }

    [Theory]
    [InlineData("canceled")]
    [InlineData("amended")]
    [InlineData("executed")]
    [InlineData("expired")]
    public async Task The_limit_state_ends_with_its_quote_and_no_pause_follows(string end)
    {
        var parts = await OpenBandedAsync();
        await parts.Entry.PlaceAsync(parts.Order(Side.Sell, 11_500, 1, "b"));
        var (time, expiry) = end == "expired"
            ? (TimeInForce.Gtd, parts.Clock.GetMicroseconds() + 3_000_000) : (TimeInForce.Gtc, 0);
        await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 12_000, 1, force: time, expireAt: expiry));
        var number = parts.Log.Market.Sequence;
        await parts.Session.MaintainAsync();
        Assert.Equal(BreakerState.LimitState, parts.Breaker.State);

        parts.Clock.Advance(TimeSpan.FromSeconds(5));
        if (end == "executed") await parts.Entry.PlaceAsync(parts.Order(Side.Sell, 11_000, 1, "b"));
        await parts.ApplyAsync(new()
        {
            Kind = end == "canceled" ? BookCommandKind.Cancel
                : end == "amended" ? BookCommandKind.Replace : BookCommandKind.AdvanceTime,
            OrderId = number,
            Account = OrderBook.AnyAccount,
            Spec = new() { Price = 10_900, Quantity = 1 },
        });
        Assert.True(parts.IsBreakerDue);
        await parts.Session.MaintainAsync();
        Assert.Equal(BreakerState.Closed, parts.Breaker.State);
        await WaitAsync(parts, seconds: 18);
        Assert.Equal((BreakerState.Closed, SessionState.Open), (parts.Breaker.State, parts.Book.Session));
    }

    [Fact]
    public async Task A_market_order_that_ends_at_the_band_pauses_nothing()
    {
        var parts = await OpenBandedAsync();
        await parts.Entry.PlaceAsync(parts.Order(Side.Sell, 11_500, 1, "b"));
        await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 12_000, 1, force: TimeInForce.Ioc));
        await parts.Session.MaintainAsync();
        parts.Clock.Advance(TimeSpan.FromSeconds(18));
        await parts.Session.MaintainAsync();
        Assert.Equal((BreakerState.Closed, LimitState.None), (parts.Breaker.State, parts.Book.LimitState));
    }

    [Fact]
    public async Task A_killed_symbol_cancels_every_order_and_trades_nothing_by_that()
    {
        var parts = await MarketParts.OpenAsync();
        await PlaceEveryKindAsync(parts);
        var before = parts.Book.LastPrice;
        await parts.Breaker.KillAsync("fraud", "ann");
        await parts.Session.MaintainAsync();
        Assert.Equal((0, before), (parts.Book.OpenOrders, parts.Book.LastPrice));
        Assert.All(Canceled(parts), e => Assert.Equal(BookReason.BreakerSymbol, e.Reason));
        Assert.Equal(Actor.Breaker, Records(parts)[^1].Actor);
    }

    [Fact]
    public async Task The_cancels_of_a_killed_symbol_go_on_after_a_crash()
    {
        var parts = await MarketParts.OpenAsync();
        await PlaceEveryKindAsync(parts);
        await parts.Breaker.KillAsync("fraud", "ann");
        // The store fails within the cancels, and the process ends.
        parts.Journal.FailAfter(4, new JournalException("the disk is full"));
        await parts.Session.MaintainAsync();
        Assert.True(parts.Log.IsFaulted);
        parts.Journal.Failure = null;
        var again = await MarketParts.OpenAsync(before: parts);
        Assert.NotEqual(0, again.Book.OpenOrders);
        Assert.Equal(BreakerState.Isolated, again.Breaker.State);
        await again.Session.MaintainAsync();
        Assert.Equal(0, again.Book.OpenOrders);
        await again.Breaker.ResetAsync("over", "ann");
        await again.Breaker.ApproveAsync("over", "bob");
        await again.Session.MaintainAsync();
        Assert.Equal((SessionState.Open, 0), (again.Book.Session, again.Book.OpenOrders));
    }

    [Fact]
    public async Task A_tripped_symbol_keeps_its_orders()
    {
        var parts = await MarketParts.OpenAsync();
        await PlaceEveryKindAsync(parts);
        var open = parts.Book.OpenOrders;
        await parts.Breaker.TripAsync("news", "ann");
        await parts.Session.MaintainAsync();
        Assert.Equal(open, parts.Book.OpenOrders);
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

    /// <summary>Resting orders, a stop, a pair, and the entry of a bracket that has traded in part.</summary>
    private static async Task PlaceEveryKindAsync(MarketParts parts)
    {
        await parts.TradeAsync(100);
        await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 90, 5, force: TimeInForce.Day));
        await parts.Entry.PlaceAsync(parts.Order(Side.Sell, 120, 5, "b"));
        var entry = parts.Log.Market.Enter(
            (parts.Order(Side.Buy, 101, 10).Orders[0].Spec with { TakeProfitPrice = 102, StopLossPrice = 80 })
                .ToCommand(parts.Clock.GetMicroseconds()), "a", null);
        await parts.Log.CommitAsync(null, entry);
        await parts.Entry.PlaceAsync(parts.Order(Side.Sell, 101, 4, "b"));
        var limit = parts.Order(Side.Buy, 89, 5).Orders[0].Spec.ToCommand(parts.Clock.GetMicroseconds());
        await parts.Log.CommitAsync(null, parts.Log.Market.Enter(
            limit with { LinkedOrderId = 3, Spec = limit.Spec with { Type = OrderType.Stop, Price = 0, StopPrice = 130 } },
            "a", null));
        Assert.Equal(6, parts.Book.OpenOrders);
    }

    private static List<MarketRecord> Records(MarketParts parts) =>
        [.. parts.Journal.RecordsOf("book/" + MarketParts.Symbol).Select(bytes => MarketRecordCodec.Decode(bytes))];

    private static IEnumerable<BookEvent> Canceled(MarketParts parts) =>
        Records(parts).SelectMany(record => record.Events).Where(e => e.Kind == BookEventKind.Canceled);

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
