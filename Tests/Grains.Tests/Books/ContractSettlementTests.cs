using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Settlement;
using TradingOps.Grains.Settlement;

namespace TradingOps.Grains.Tests.Books;

/// <summary>Official prices of a market and what they are used for. No cluster.</summary>
public sealed class ContractSettlementTests
{
    private static readonly DateOnly Monday = new(2026, 6, 1);

    [Fact]
    public async Task A_closed_market_is_valued_at_its_official_close()
    {
        var parts = await MarketParts.OpenAsync();
        await parts.TradeAsync(100_00);
        parts.Clock.Advance(TimeSpan.FromHours(5));
        await parts.Session.MaintainAsync();
        Assert.Equal((100m, false), (parts.Log.Quote().Price, parts.Log.Quote().IsOpen));
        await EnterAsync(parts, Monday, 101.255m);
        Assert.Equal((101.255m, false), (parts.Log.Quote().Price, parts.Log.Quote().IsStale));
        Assert.Equal((101.255m, Monday), (parts.Log.Quote().Official, parts.Log.Quote().OfficialDay));
        // An older day changes nothing, and the next session has a close of its own.
        await EnterAsync(parts, Monday.AddDays(-3), 90);
        Assert.Equal(101.255m, parts.Log.Quote().Price);
        parts.Clock.Advance(TimeSpan.FromHours(18));
        await parts.Session.MaintainAsync();
        parts.SetFirm("closed");
        await parts.TradeAsync(103_00);
        Assert.Equal((103m, true), (parts.Log.Quote().Last, parts.Log.Quote().IsOpen));
        parts.Clock.Advance(TimeSpan.FromHours(8));
        await parts.Session.MaintainAsync();
        Assert.Equal(103, parts.Log.Quote().Price);
        Assert.Equal(Monday, parts.Log.Quote().OfficialDay);

        var again = await MarketParts.OpenAsync(before: parts);
        Assert.Equal(parts.Log.Market.StateHash(), again.Log.Market.StateHash());
        Assert.Equal(2, (await again.Settlement.ListAsync()).Length);
    }

    [Fact]
    public async Task Only_the_price_of_the_day_that_closed_is_its_mark()
    {
        var parts = await MarketParts.OpenAsync();
        await parts.TradeAsync(100_00);
        var early = await parts.Settlement.EnterAsync(new(Monday, OfficialPriceKind.Close, 101, "file"), new("ann"));
        Assert.Equal(TradingError.InvalidDay, early.Code);
        parts.Clock.Advance(TimeSpan.FromHours(5));
        await parts.Session.MaintainAsync();
        await EnterAsync(parts, Monday.AddDays(-3), 90);
        Assert.Equal(100, parts.Log.Quote().Price);
        await EnterAsync(parts, Monday, 101);
        Assert.Equal((Monday, 101m), (parts.Log.Market.Settlement.ClosedDay, parts.Log.Quote().Price));
    }

    [Fact]
    public async Task A_delivery_ends_the_day_that_a_market_slept_through()
    {
        var before = await MarketParts.OpenAsync();
        await before.Entry.PlaceAsync(before.Order(Side.Buy, 100_00, 5, force: TimeInForce.Day));
        before.Clock.Advance(TimeSpan.FromHours(23));
        var parts = await MarketParts.OpenAsync(before: before);
        await parts.Settlement.TakeDeliveryAsync("a", [new(new("AAPL271217C00170000", 100, 17_000, 0), 1)]);
        Assert.Equal((0, Monday), (parts.Book.OpenOrders, parts.Log.Market.Settlement.ClosedDay));
        Assert.Equal(100, parts.Log.Market.Positions.PositionOf("a"));
        var stored = parts.Stored;
        await parts.Settlement.TakeDeliveryAsync("a", [new(new("AAPL271217C00170000", 100, 17_000, 0), 1)]);
        Assert.Equal(stored, parts.Stored);
    }

    [Fact]
    public async Task A_market_without_orders_keeps_a_price_over_its_close()
    {
        var parts = await MarketParts.OpenAsync();
        parts.Clock.Advance(TimeSpan.FromHours(5));
        await EnterAsync(parts, Monday, 101);
        await parts.Session.MaintainAsync();
        Assert.Equal(101, parts.Log.Quote().Price);
    }

    [Fact]
    public async Task A_price_is_stored_once_and_confirmed_by_another_person()
    {
        var parts = await MarketParts.OpenAsync();
        parts.Clock.Advance(TimeSpan.FromHours(5));
        await EnterAsync(parts, Monday, 101);
        var stored = parts.Stored;
        Assert.False((await EnterAsync(parts, Monday, 101)).Official.IsConfirmed);
        Assert.Equal(stored, parts.Stored);
        Assert.Equal("bob", (await EnterAsync(parts, Monday, 101, "bob")).Official.ConfirmedBy);
        Assert.Equal("ann", (await EnterAsync(parts, Monday, 101, "eve")).Official.EnteredBy);
        Assert.Equal(stored + 1, parts.Stored);
    }

    [Fact]
    public async Task A_price_that_is_not_stored_is_not_shown()
    {
        var parts = await MarketParts.OpenAsync();
        await parts.TradeAsync(100_00);
        parts.Journal.Fault = "it is away";
        var refused = await Assert.ThrowsAsync<TradingUnavailableException>(() => EnterAsync(parts, Monday, 101));
        Assert.Equal(TradingError.JournalUnavailable, refused.Code);
        parts.Journal.Fault = null;
        Assert.Empty(await parts.Settlement.ListAsync());
    }

    private static async Task<OfficialPriceView> EnterAsync(MarketParts parts, DateOnly day, decimal price, string who = "ann")
    {
        var answer = await parts.Settlement.EnterAsync(new(day, OfficialPriceKind.Close, price, "file"), new(who));
        Assert.Null(answer.Code);
        return answer.Price!;
    }
}
