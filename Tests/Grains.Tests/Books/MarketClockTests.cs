using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Markets;

namespace TradingOps.Grains.Tests.Books;

/// <summary>A market whose time a wrong clock moved ahead.</summary>
public sealed class MarketClockTests
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(25);

    [Fact]
    public async Task A_market_ahead_of_the_clock_refuses_orders_and_takes_cancels()
    {
        var parts = await MoveAheadAsync();
        var error = await Assert.ThrowsAsync<TradingUnavailableException>(
            () => parts.Entry.PlaceAsync(parts.Order(Side.Buy, 10_000, 1)));
        Assert.Equal((TradingError.ClockFault, true), (error.Code, error.IsOutcomeKnown));
        Assert.Contains("the time of AAPL is +1.01:00:00 against the clock", error.Message, StringComparison.Ordinal);
        Assert.Equal(Day, parts.ClockState.MarketsAhead["AAPL"]);
        Assert.Equal(BookReason.None, await parts.Log.ExecuteAsync(
            new() { Kind = BookCommandKind.Cancel, OrderId = 1, Account = OrderBook.AnyAccount }));
    }

    [Fact]
    public async Task The_journal_says_who_set_the_market_back_and_why()
    {
        var parts = await MoveAheadAsync();
        var answer = await parts.MarketClock.SetBackAsync("ntp was wrong", Acting.Test);
        Assert.Equal((true, 2), (answer.IsSet, answer.Sequence));
        Assert.Equal(Day, answer.Before - answer.Time);
        Assert.Empty(parts.ClockState.MarketsAhead);
        var batch = await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 10_000, 1));
        Assert.Equal(parts.Clock.GetMicroseconds(), batch.Reports[0].Time);
        var stored = new List<MarketRecord>();
        await foreach (var record in parts.Journal.ReadAsync("book/AAPL", 1, CancellationToken.None))
            stored.Add(MarketRecordCodec.Decode(record.Payload));
        Assert.Equal(
            (BookCommandKind.SetClockBack, "ntp was wrong", Acting.Test),
            (stored[1].Command.Kind, stored[1].Note, stored[1].Actor));
    }

    [Fact]
    public async Task A_market_that_is_not_ahead_is_not_set_back()
    {
        var parts = await MarketParts.OpenAsync();
        await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 10_000, 1));
        Assert.False((await parts.MarketClock.SetBackAsync("why not", Acting.Test)).IsSet);
        Assert.Equal(1, parts.Stored);
    }

    [Fact]
    public async Task A_silo_with_a_wrong_clock_takes_no_order()
    {
        var parts = await MarketParts.OpenAsync();
        parts.ClockState.ObserveStep(Day);
        var error = await Assert.ThrowsAsync<TradingUnavailableException>(
            () => parts.Entry.PlaceAsync(parts.Order(Side.Buy, 10_000, 1)));
        Assert.Equal(TradingError.ClockFault, error.Code);
        await Assert.ThrowsAsync<TradingUnavailableException>(() => parts.MarketClock.SetBackAsync("now", Acting.Test));
        parts.ClockState.ObserveStep(TimeSpan.Zero);
        await parts.Entry.PlaceAsync(parts.Order(Side.Buy, 10_000, 1));
    }

    /// <summary>An order entered while the clock was 25 hours ahead.</summary>
    private static async Task<MarketParts> MoveAheadAsync()
    {
        var parts = await MarketParts.OpenAsync();
        var later = parts.Clock.GetMicroseconds() + (long)Day.TotalMicroseconds;
        var order = parts.Order(Side.Buy, 10_000, 1).Orders[0].Spec.ToCommand(later);
        await parts.Log.CommitAsync("a", parts.Log.Market.Enter(order, "a", null));
        return parts;
    }
}
