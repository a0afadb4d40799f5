using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

/// <summary>The end of an auction: no order takes, and no account trades with itself.</summary>
public class AuctionTests
{
    private readonly TestBook _book = new();

    public AuctionTests() => _book.Enter(SessionState.Auction);

    [Fact]
    public void A_post_only_order_trades_as_any_other_when_an_auction_ends()
    {
        _book.Buy(1, 5, 101, order => order with { Instructions = order.Instructions with { PostOnly = true } });
        _book.Sell(2, 5, 100);
        _book.Last(101);
        Assert.True(_book.TradesOf(SessionState.Open).All(trade => trade.IsAuction));
        Assert.Equal(["SessionChanged Open 101", "Traded 1<2 5@101"], _book.Events);
    }

    [Fact]
    public void A_market_order_for_the_opening_comes_first()
    {
        _book.Buy(1, 10, 102);
        _book.Buy(2, 10, 101);
        _book.Sell(3, 10, 99);
        _book.Sell(4, 5, 101);
        _book.Buy(5, 12, 110, o => o with { Type = OrderType.Market, TimeInForce = TimeInForce.Opg });
        _book.Buy(6, 1, 90, o => o with { TimeInForce = TimeInForce.Opg });
        Assert.Equal(
            ["Traded 5<3 10@102", "Traded 5<4 2@102", "Traded 1<4 3@102", "Expired 6 1 Session"],
            TradesAndEnds(SessionState.Open));
        Assert.Equal(BookReason.Session, _book.Apply(New(7, Side.Buy, TimeInForce.Opg, 90)));
    }

    [Fact]
    public void What_is_for_the_close_waits_and_trades_at_one_price()
    {
        _book.Enter(SessionState.Open);
        _book.Last(100);
        _book.Sell(1, 5, 101);
        _book.Buy(2, 5, 99);
        _book.Buy(3, 8, 110, o => o with { Type = OrderType.Market, TimeInForce = TimeInForce.Cls });
        Assert.Equal("Waiting 3 110", _book.Events[^1]);
        _book.Sell(4, 10, 100, o => o with { TimeInForce = TimeInForce.Cls });
        Assert.Equal((99, 101), (_book.Book.BestBid, _book.Book.BestAsk));
        Assert.Equal("Traded 3<4 8@100", TradesAndEnds(SessionState.Closed)[0]);
        Assert.Contains("Expired 4 2 Session", _book.Events);
    }

    [Fact]
    public void A_halted_day_ends_without_the_closing_auction()
    {
        _book.Buy(1, 5, 101, o => o with { TimeInForce = TimeInForce.Cls });
        _book.Sell(2, 5, 99, o => o with { TimeInForce = TimeInForce.Cls });
        _book.Enter(SessionState.Closed);
        Assert.Equal(["SessionChanged Closed 0", "Expired 2 5 Session", "Expired 1 5 Session"], _book.Events);
    }

    [Fact]
    public void A_closed_session_takes_orders_for_the_next_one()
    {
        _book.Enter(SessionState.Closed);
        _book.Buy(1, 5, 101);
        _book.Sell(2, 5, 100);
        Assert.Equal(BookReason.Session, _book.Apply(New(3, Side.Buy, TimeInForce.Ioc, 101)));
        Assert.Equal(100, _book.TradesOf(SessionState.Open).Single().Price);
    }

    [Fact]
    public void A_stop_that_an_auction_elects_takes_as_ever()
    {
        _book.Last(100);
        _book.Buy(1, 1, 0, order => order with { Type = OrderType.Stop, StopPrice = 102 });
        _book.Buy(2, 5, 103);
        _book.Sell(3, 5, 103);
        _book.Sell(4, 5, 104);
        Assert.Equal(
            [(103, true), (104, false)], _book.TradesOf(SessionState.Open).Select(trade => (trade.Price, trade.IsAuction)));
    }

    [Theory]
    [InlineData(SelfTradePrevention.CancelNewest, "Canceled 2 5 SelfTrade", "SessionChanged Open 0")]
    [InlineData(SelfTradePrevention.CancelOldest, "Canceled 1 7 SelfTrade", "SessionChanged Open 0")]
    [InlineData(SelfTradePrevention.CancelBoth, "Canceled 1 7 SelfTrade", "Canceled 2 5 SelfTrade", "SessionChanged Open 0")]
    [InlineData(SelfTradePrevention.Decrement, "Reduced 1 5 SelfTrade", "Canceled 2 5 SelfTrade", "SessionChanged Open 0")]
    [InlineData(SelfTradePrevention.None, "SessionChanged Open 100", "Traded 1<2 5@100")]
    public void The_instruction_of_the_later_order_wins(SelfTradePrevention instruction, params string[] events)
    {
        _book.Buy(1, 7, 101, order => Of(9, order, SelfTradePrevention.None));
        _book.Sell(2, 5, 100, order => Of(9, order, instruction));
        Assert.Equal(instruction == SelfTradePrevention.None, _book.Book.TryGetIndicative(out _));
        _book.Enter(SessionState.Open);
        Assert.Equal(events, _book.Events);
    }

    [Fact]
    public void A_decrement_goes_through_the_earlier_orders_by_price_and_time()
    {
        _book.Buy(1, 2, 101, order => Of(9, order, SelfTradePrevention.None));
        _book.Buy(2, 2, 103, order => Of(9, order, SelfTradePrevention.None));
        _book.Buy(3, 4, 101, order => Of(9, order, SelfTradePrevention.None));
        _book.Sell(4, 5, 100, order => Of(9, order, SelfTradePrevention.Decrement));
        _book.Enter(SessionState.Open);
        Assert.Equal(
            ["Reduced 4 2 SelfTrade", "Canceled 2 2 SelfTrade", "Reduced 4 2 SelfTrade", "Canceled 1 2 SelfTrade",
                "Reduced 3 1 SelfTrade", "Canceled 4 1 SelfTrade", "SessionChanged Open 0"],
            _book.Events);
    }

    [Fact]
    public void The_price_is_that_of_the_lots_which_trade()
    {
        // With the ten lots that account 9 bids, 20 would meet 20 at 102; without them the most is traded at 100.
        _book.Buy(1, 10, 102, order => Of(9, order, SelfTradePrevention.None));
        _book.Buy(2, 10, 100);
        _book.Sell(3, 10, 100);
        _book.Sell(4, 10, 102, order => Of(9, order, SelfTradePrevention.CancelBoth));
        Assert.True(_book.Book.TryGetIndicative(out var indicative));
        Assert.Equal(new IndicativePrice(100, 10, 0), indicative);
        _book.Enter(SessionState.Open);
        Assert.Equal(
            ["Canceled 1 10 SelfTrade", "Canceled 4 10 SelfTrade", "SessionChanged Open 100", "Traded 2<3 10@100"],
            _book.Events);
    }

    [Fact]
    public void Own_orders_that_do_not_meet_stay()
    {
        _book.Buy(1, 5, 99, order => Of(9, order, SelfTradePrevention.CancelNewest));
        _book.Sell(2, 5, 100, order => Of(9, order, SelfTradePrevention.CancelNewest));
        _book.Buy(3, 5, 100);
        _book.Enter(SessionState.Open);
        Assert.Equal(["SessionChanged Open 100", "Traded 3<2 5@100"], _book.Events);
    }

    [Fact]
    public void A_book_opens_if_only_own_orders_meet_outside_the_band()
    {
        _book.Band(95, 105);
        _book.Buy(1, 5, 110, order => Of(9, order, SelfTradePrevention.CancelNewest));
        _book.Sell(2, 5, 108, order => Of(9, order, SelfTradePrevention.CancelNewest));
        Assert.Equal(BookReason.None, _book.Enter(SessionState.Open));
        Assert.Equal(["Canceled 2 5 SelfTrade", "SessionChanged Open 0", "LimitStateEntered Buy"], _book.Events);
    }

    private static BookCommand Of(int account, BookCommand order, SelfTradePrevention instruction) =>
        order.With(o => o with { Instructions = o.Instructions with { SelfTradePrevention = instruction } }) with
        {
            Account = account,
        };

    private string[] TradesAndEnds(SessionState next)
    {
        _book.Enter(next);
        return [.. _book.Events.Where(e => !e.StartsWith("SessionChanged", StringComparison.Ordinal)
            && !e.StartsWith("Triggered", StringComparison.Ordinal) && !e.StartsWith("Rested", StringComparison.Ordinal))];
    }

    private static BookCommand New(long id, Side side, TimeInForce time, long price) => new()
    {
        Kind = BookCommandKind.New,
        OrderId = id,
        Account = 1,
        Spec = new() { Instructions = new(side, OrderType.Limit, time), Price = price, Quantity = 1 },
    };
}
