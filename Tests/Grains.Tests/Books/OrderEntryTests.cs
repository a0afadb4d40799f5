using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;

namespace TradingOps.Grains.Tests.Books;

/// <summary>Orders that may not enter a market, and what each refusal says about the outcome.</summary>
public sealed class OrderEntryTests
{
    [Fact]
    public async Task The_answer_holds_the_accounts_own_reports_only()
    {
        var parts = await MarketParts.OpenAsync();
        await parts.Entry.PlaceAsync(parts.Order(Side.Sell, 100, 5, "b"));
        var batch = await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 100, 5));
        Assert.NotEmpty(batch.Reports);
        Assert.All(batch.Reports, report => Assert.Equal("a", report.Account));
        Assert.Equal((2, 100), (parts.Stored, parts.Book.LastPrice));
    }

    [Fact]
    public async Task An_order_that_comes_after_its_deadline_does_not_enter()
    {
        var parts = await MarketParts.OpenAsync();
        var order = parts.Order(Side.Buy, 100, 5);
        parts.Clock.Advance(TimeSpan.FromSeconds(1.1));
        await RefusedAsync(parts, () => parts.Entry.PlaceAsync(order), TradingError.TooLate, isOutcomeKnown: true);
    }

    [Theory]
    [InlineData("open", TradingError.BreakerOpen)]
    [InlineData("isolated", TradingError.BreakerOpen)]
    [InlineData("closed", null)]
    [InlineData("reduce_only", null)]
    public async Task The_firms_breaker_stops_orders_that_were_already_on_their_way(string firm, TradingError? code)
    {
        var parts = await MarketParts.OpenAsync();
        parts.SetFirm(firm);
        if (code is { } refused)
            await RefusedAsync(parts, () => parts.Entry.PlaceAsync(parts.Order(Side.Buy, 100, 5)), refused, isOutcomeKnown: true);
        else
            await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 100, 5));
    }

    [Fact]
    public async Task Orders_in_other_ticks_than_the_markets_do_not_enter()
    {
        var parts = await MarketParts.OpenAsync();
        var order = parts.Order(Side.Buy, 100, 5) with { TickSize = 0.05m };
        await RefusedAsync(parts, () => parts.Entry.PlaceAsync(order), TradingError.MarketRestoring, isOutcomeKnown: true);
        Assert.True(await parts.Session.TryFreezeAsync());
        order = parts.Order(Side.Buy, 100, 5);
        await RefusedAsync(parts, () => parts.Entry.PlaceAsync(order), TradingError.MarketRestoring, isOutcomeKnown: true);
        parts.Clock.Advance(TimeSpan.FromMinutes(1));
        parts.SetFirm("closed");
        await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 100, 5));
        Assert.False(await parts.Session.TryFreezeAsync());
    }

    [Fact]
    public async Task After_a_failed_write_nothing_enters_until_the_market_restarts()
    {
        var parts = await MarketParts.OpenAsync();
        parts.Journal.Failure = new("the disk is full");
        await RefusedAsync(
            parts, () => parts.Entry.PlaceAsync(parts.Order(Side.Buy, 100, 5)), TradingError.JournalUnavailable,
            isOutcomeKnown: false);
        Assert.Equal(1, parts.Deactivations);
        parts.Journal.Failure = null;
        await RefusedAsync(
            parts, () => parts.Entry.PlaceAsync(parts.Order(Side.Buy, 100, 5)), TradingError.MarketRestoring,
            isOutcomeKnown: true);
    }

    [Fact]
    public async Task A_store_that_takes_no_records_is_found_before_the_market_changes()
    {
        var parts = await MarketParts.OpenAsync();
        parts.Journal.Fault = "it is away";
        await RefusedAsync(
            parts, () => parts.Entry.PlaceAsync(parts.Order(Side.Buy, 100, 5)), TradingError.JournalUnavailable,
            isOutcomeKnown: true);
        Assert.Equal((0, 0), (parts.Log.Market.Sequence, parts.Deactivations));
    }

    [Fact]
    public async Task While_an_id_is_being_stored_a_retry_of_it_waits_outside()
    {
        var parts = await MarketParts.OpenAsync(new() { MaxPendingRecords = 2 });
        parts.Journal.Hold();
        var first = parts.Entry.PlaceAsync(parts.Order(Side.Buy, 100, 5, clientOrderId: "c-1"));
        var error = await Assert.ThrowsAsync<TradingUnavailableException>(
            () => parts.Entry.PlaceAsync(parts.Order(Side.Buy, 100, 5, clientOrderId: "c-1")));
        Assert.Equal((TradingError.StillUnderWay, false), (error.Code, error.IsOutcomeKnown));

        var second = parts.Entry.PlaceAsync(parts.Order(Side.Buy, 100, 5));
        error = await Assert.ThrowsAsync<TradingUnavailableException>(
            () => parts.Entry.PlaceAsync(parts.Order(Side.Buy, 100, 5)));
        Assert.Equal((TradingError.Overloaded, true), (error.Code, error.IsOutcomeKnown));
        parts.Journal.Release();
        await Task.WhenAll(first, second);
        Assert.Equal((2, 0), (parts.Stored, parts.Log.Pending));
    }

    private static async Task RefusedAsync(MarketParts parts, Func<Task> place, TradingError code, bool isOutcomeKnown)
    {
        var error = await Assert.ThrowsAsync<TradingUnavailableException>(place);
        Assert.Equal((code, isOutcomeKnown, 0), (error.Code, error.IsOutcomeKnown, parts.Stored));
    }
}
