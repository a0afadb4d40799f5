using NSubstitute;
using NSubstitute.ExceptionExtensions;
using TradingOps.Grains.Books;
using TradingOps.Grains.Marks;

namespace TradingOps.Grains.Tests.Accounts;

/// <summary>Reading marks from markets on other silos.</summary>
public sealed class MarkReaderTests
{
    [Fact]
    public async Task A_fresh_mark_is_not_read_and_an_outdated_one_is()
    {
        var parts = await AccountParts.OpenAsync();
        parts.Buy(100, 10);
        await parts.MarkReader.RefreshAsync();
        await parts.Market.DidNotReceive().GetMark();

        parts.Clock.Advance(MarkCache.FreshFor + TimeSpan.FromMilliseconds(1));
        parts.Market.GetMark().Returns(new MarkView(90, 91, 90, null) { Price = 90, IsOpen = true });
        await parts.MarkReader.RefreshAsync();
        Assert.Equal((90, true), (parts.Marks[AccountParts.Symbol].Bid, parts.Marks.IsFresh(AccountParts.Symbol)));
        Assert.Equal(-100, parts.Valuation.Now().UnrealizedPnl);
    }

    [Fact]
    public async Task A_market_is_asked_at_most_twice_a_second()
    {
        var parts = await AccountParts.OpenAsync();
        parts.Buy(100, 10);
        parts.Clock.Advance(MarkCache.FreshFor + TimeSpan.FromMilliseconds(1));
        parts.Market.GetMark().ThrowsAsync(new TimeoutException());
        for (var i = 0; i < 10; i++) await parts.MarkReader.RefreshAsync();
        await parts.Market.Received(1).GetMark();
        parts.Clock.Advance(TimeSpan.FromMilliseconds(500));
        await parts.MarkReader.RefreshAsync();
        await parts.Market.Received(2).GetMark();
    }

    [Fact]
    public async Task Calls_during_a_reading_wait_for_it()
    {
        var parts = await AccountParts.OpenAsync();
        parts.Buy(100, 10);
        parts.Clock.Advance(MarkCache.FreshFor + TimeSpan.FromMilliseconds(1));
        var answer = new TaskCompletionSource<MarkView>();
        parts.Market.GetMark().Returns(answer.Task);
        var (first, second) = (parts.MarkReader.RefreshAsync(), parts.MarkReader.RefreshAsync());
        Assert.False(first.IsCompleted || second.IsCompleted);
        answer.SetResult(new(90, 91, 90, null) { Price = 90, IsOpen = true });
        await Task.WhenAll(first, second);
        await parts.Market.Received(1).GetMark();
    }

    [Fact]
    public async Task A_silent_market_keeps_its_last_prices_until_they_are_old()
    {
        var parts = await AccountParts.OpenAsync();
        parts.Buy(100, 10);
        parts.Market.GetMark().ThrowsAsync(new TimeoutException());
        parts.Clock.Advance(MarkCache.OldAfter);
        await parts.MarkReader.ReadAsync();
        Assert.Equal((0, false), (parts.Valuation.Now().UnrealizedPnl, parts.Valuation.Now().IsStale));
        parts.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await parts.MarkReader.ReadAsync();
        Assert.Equal((0, true), (parts.Valuation.Now().UnrealizedPnl, parts.Valuation.Now().IsStale));
    }

    [Fact]
    public async Task The_mark_of_an_order_without_a_position_is_read_too()
    {
        var parts = await AccountParts.OpenAsync();
        parts.Clock.Advance(MarkCache.FreshFor + TimeSpan.FromMilliseconds(1));
        parts.Market.GetMark().Returns(new MarkView(90, 91, 90, null) { Price = 90, IsOpen = true });
        await parts.MarkReader.RefreshAsync();
        await parts.Market.DidNotReceive().GetMark();
        await parts.MarkReader.RefreshAsync([AccountParts.Symbol, AccountParts.Symbol]);
        await parts.Market.Received(1).GetMark();
    }
}
