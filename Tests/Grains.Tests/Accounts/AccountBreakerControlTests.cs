using System.Collections.Immutable;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Tests.Accounts;

/// <summary>An account's breaker: what moves it, what it cancels, and what it allows on probation.</summary>
public sealed class AccountBreakerControlTests
{
    private static readonly string Stream = JournalStreams.Breaker($"account:{AccountParts.Id}");

    [Fact]
    public async Task A_trip_is_stored_and_cancels_the_resting_orders()
    {
        var parts = await AccountParts.OpenAsync();
        var (first, second) = (parts.Rest(Side.Buy, 90, 10), parts.Rest(Side.Buy, 91, 10));
        var view = await parts.Breaker.KillAsync("drill", "ann");
        Assert.Equal(("isolated", "drill", "ann"), (view?.State, view?.Reason, view?.Who));
        Assert.Equal(1, parts.Journal.CountOf(Stream));
        await parts.Market.Received(1).CancelOrders(
            Arg.Is<ImmutableArray<long>>(n => n.Order().SequenceEqual(new[] { first.Number, second.Number })), Actor.Breaker,
            BookReason.BreakerAccount);
        Assert.Equal(BreakerState.Isolated, parts.Breaker.EffectiveState);
    }

    [Fact]
    public async Task A_change_that_is_not_stored_leaves_the_breaker_unknown()
    {
        var parts = await AccountParts.OpenAsync();
        parts.Journal.Failure = new("the disk is full");
        await Assert.ThrowsAsync<TradingUnavailableException>(() => parts.Breaker.TripAsync("drill", "ann"));
        Assert.Equal((BreakerState.Unknown, 1), (parts.Breaker.EffectiveState, parts.Deactivations));
        Assert.Equal(TradingError.BreakerUnknown,
            parts.Admission.Check(AccountParts.Order(Side.Buy, 100, 1), parts.Instrument).Refusal?.Code);
    }

    [Fact]
    public async Task Orders_of_a_market_that_does_not_answer_are_canceled_later()
    {
        var parts = await AccountParts.OpenAsync();
        parts.Rest(Side.Buy, 90, 10);
        parts.Market.CancelOrders(default).ThrowsAsyncForAnyArgs(new TimeoutException());
        await parts.Breaker.KillAsync("drill", "ann");
        Assert.Equal(1, await parts.Breaker.TryCancelAsync());
        parts.Market.ClearReceivedCalls();
        parts.Market.CancelOrders(default).ReturnsForAnyArgs([]);
        await parts.Breaker.MaintainAsync();
        await parts.Market.ReceivedWithAnyArgs(1).CancelOrders(default);
    }

    [Fact]
    public async Task A_daily_loss_stops_the_account_by_degrees()
    {
        var parts = await AccountParts.OpenAsync();
        parts.Buy(100, 500);
        await QuoteAsync(parts, 95);
        Assert.Equal(BreakerState.Closed, parts.Breaker.EffectiveState);
        await QuoteAsync(parts, 93);
        Assert.Equal(BreakerState.ReduceOnly, parts.Breaker.EffectiveState);
        await QuoteAsync(parts, 89);
        Assert.Equal(BreakerState.Open, parts.Breaker.EffectiveState);
        Assert.Equal(2, parts.Journal.CountOf(Stream));
    }

    [Fact]
    public async Task A_price_that_lasts_a_moment_trips_nothing()
    {
        var parts = await AccountParts.OpenAsync();
        await parts.Breaker.EvaluateAsync();
        parts.Buy(100, 500);
        for (var second = 0; second < 10; second++)
        {
            parts.SetFirm("closed");
            parts.Quote(second % 2 == 0 ? 50 : 100, 101);
            await parts.Breaker.EvaluateAsync();
            parts.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(BreakerState.Closed, parts.Breaker.EffectiveState);
    }

    [Fact]
    public async Task What_a_fill_realises_counts_at_once()
    {
        var parts = await AccountParts.OpenAsync();
        await parts.Breaker.EvaluateAsync();
        parts.Buy(100, 500);
        parts.Sell(80, 500);
        await parts.Breaker.EvaluateAsync();
        Assert.Equal(BreakerState.Open, parts.Breaker.EffectiveState);
    }

    [Fact]
    public async Task Below_maintenance_the_account_may_only_reduce()
    {
        var parts = await AccountParts.OpenAsync(
            limits: new() { Leverage = 4, SoftDailyLoss = 1, HardDailyLoss = 1, MaxDrawdown = 1 });
        parts.Buy(100, 3_000);
        await QuoteAsync(parts, 89);
        Assert.Equal(BreakerState.Closed, parts.Breaker.EffectiveState);
        // 100,000 less 3,000 x 12 are 64,000; a quarter of 3,000 x 88 is 66,000.
        await QuoteAsync(parts, 88);
        Assert.Equal(
            (BreakerState.ReduceOnly, "maintenance_margin", 64_000, 66_000),
            (parts.Breaker.EffectiveState, parts.Breaker.View?.Cause, parts.Breaker.View?.Value, parts.Breaker.View?.Threshold));
        for (var i = 0; i < 30; i++) await QuoteAsync(parts, 90);
        Assert.Equal(BreakerState.Closed, parts.Breaker.EffectiveState);
    }

    [Fact]
    public async Task While_it_only_reduces_the_oldest_closing_orders_stay()
    {
        var parts = await AccountParts.OpenAsync();
        parts.Buy(100, 500);
        var (closing, excess, opening) = (
            parts.Rest(Side.Sell, 120, 400), parts.Rest(Side.Sell, 121, 200), parts.Rest(Side.Buy, 50, 10));
        await QuoteAsync(parts, 93);
        await parts.Market.Received().CancelOrders(
            Arg.Is<ImmutableArray<long>>(n => n.Order().SequenceEqual(new[] { excess.Number, opening.Number })), Actor.Breaker,
            BookReason.BreakerAccount);
        await parts.Market.DidNotReceive().CancelOrders(
            Arg.Is<ImmutableArray<long>>(n => n.Contains(closing.Number)), Actor.Breaker, Arg.Any<BookReason>());
    }

    [Fact]
    public async Task On_probation_orders_are_counted_and_a_breach_opens_the_breaker_again()
    {
        var parts = await AccountParts.OpenAsync(options: new() { Probation = new() { MaxOrders = 2 } });
        await parts.Breaker.TripAsync("drill", "ann");
        await parts.Breaker.ResetAsync("over", "ann");
        Assert.Equal(BreakerState.HalfOpen, parts.Breaker.EffectiveState);
        var order = AccountParts.Order(Side.Buy, 100, 1);
        for (var i = 0; i < 2; i++)
        {
            var admission = parts.Admission.Check(order, parts.Instrument);
            Assert.Null(admission.Refusal);
            parts.Admission.Record(admission);
        }
        var third = parts.Admission.Check(order, parts.Instrument);
        Assert.Equal(TradingError.BreakerProbation, third.Refusal?.Code);
        Assert.Equal(BreakerState.HalfOpen, parts.Breaker.EffectiveState);
        parts.Admission.Record(third);
        await parts.Breaker.EvaluateAsync();
        Assert.Equal(BreakerState.Open, parts.Breaker.EffectiveState);
    }

    /// <summary>A price that lasts.</summary>
    private static async Task QuoteAsync(AccountParts parts, decimal price)
    {
        for (var second = 0; second < 4; second++)
        {
            parts.SetFirm("closed");
            parts.Quote(price, price + 1);
            await parts.Breaker.EvaluateAsync();
            parts.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        parts.Quote(price, price + 1);
        await parts.Breaker.EvaluateAsync();
    }
}
