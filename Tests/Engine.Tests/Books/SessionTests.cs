using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

public class SessionTests
{
    private readonly TestBook _book = new();

    [Fact]
    public void A_halted_book_takes_cancels_only()
    {
        _book.Buy(1, 5, 100);
        _book.Enter(SessionState.Halted);
        Assert.Equal(BookReason.Session, _book.Sell(2, 5, 100));
        Assert.Equal(BookReason.Session, _book.Replace(1, 5, 101));
        Assert.Equal(BookReason.None, _book.Cancel(1));
    }

    [Fact]
    public void An_auction_refuses_what_cannot_rest()
    {
        _book.Enter(SessionState.Auction);
        Assert.Equal(BookReason.Session, _book.Buy(1, 5, 0, order => order with { Type = OrderType.Market }));
        Assert.Equal(BookReason.Session, _book.Buy(1, 5, 100, order => order with { TimeInForce = TimeInForce.Ioc }));
        Assert.Equal(BookReason.Session, _book.Buy(1, 5, 100, order => order with { TimeInForce = TimeInForce.Fok }));
        Assert.Equal(BookReason.None, _book.Buy(1, 5, 100));
    }

    [Fact]
    public void An_auction_uncrosses_at_the_price_with_the_largest_volume()
    {
        _book.Enter(SessionState.Auction);
        _book.Buy(1, 10, 102);
        _book.Buy(2, 10, 101);
        _book.Sell(3, 10, 99);
        _book.Sell(4, 5, 101);
        Assert.True(_book.Book.TryGetIndicative(out var indicative));
        Assert.Equal(new IndicativePrice(101, 15, 5), indicative);
        _book.Enter(SessionState.Open);
        Assert.Equal(
            ["SessionChanged Open 101", "Traded 1<3 10@101", "Traded 2<4 5@101"], _book.Events);
        Assert.Equal([2], _book.Queue(Side.Buy));
    }

    [Fact]
    public void Of_equal_volumes_the_smaller_imbalance_decides()
    {
        _book.Enter(SessionState.Auction);
        _book.Buy(1, 10, 105);
        _book.Buy(2, 10, 101);
        _book.Sell(3, 10, 100);
        Assert.True(_book.Book.TryGetIndicative(out var indicative));
        // Up to 101 twenty lots are bid; above it, ten meet ten.
        Assert.Equal(new IndicativePrice(102, 10, 0), indicative);
    }

    [Theory]
    [InlineData(90, 100)]
    [InlineData(103, 103)]
    [InlineData(120, 105)]
    public void Of_equal_imbalances_the_nearest_to_the_reference_decides(long reference, long price)
    {
        _book.Band(1, 1_000, reference);
        _book.Enter(SessionState.Auction);
        _book.Buy(1, 10, 105);
        _book.Sell(2, 10, 100);
        Assert.True(_book.Book.TryGetIndicative(out var indicative));
        Assert.Equal(price, indicative.Price);
    }

    [Fact]
    public void Stops_wait_through_an_auction_and_are_elected_by_its_price()
    {
        _book.Last(100);
        _book.Enter(SessionState.Auction);
        _book.Buy(1, 1, 0, order => order with { Type = OrderType.Stop, StopPrice = 102 });
        _book.Buy(2, 5, 103);
        _book.Sell(3, 5, 103);
        _book.Sell(4, 5, 104);
        _book.Enter(SessionState.Open);
        Assert.Equal(["SessionChanged Open 103", "Traded 2<3 5@103", "Triggered 1 102", "Traded 1<4 1@104"], _book.Events);
    }

    [Fact]
    public void A_book_that_would_stay_crossed_outside_its_band_does_not_open()
    {
        _book.Band(95, 105);
        _book.Enter(SessionState.Auction);
        _book.Buy(1, 5, 110);
        _book.Sell(2, 5, 108);
        Assert.Equal(BookReason.PriceBand, _book.Enter(SessionState.Open));
        Assert.Equal(SessionState.Auction, _book.Book.Session);
        _book.Band(95, 110);
        Assert.Equal(BookReason.None, _book.Enter(SessionState.Open));
    }

    [Fact]
    public void Day_orders_expire_at_the_close()
    {
        _book.Buy(1, 5, 100, order => order with { TimeInForce = TimeInForce.Day });
        _book.Buy(2, 5, 100);
        _book.Sell(3, 5, 0, order => order with { TimeInForce = TimeInForce.Day, Type = OrderType.Stop, StopPrice = 90 });
        _book.Enter(SessionState.Closed);
        Assert.Equal(["SessionChanged Closed 0", "Expired 1 5 Session", "Expired 3 5 Session"], _book.Events);
        Assert.Equal([2], _book.Queue(Side.Buy));
    }

    [Fact]
    public void Orders_end_at_expiry_before_the_instrument_is_settled()
    {
        _book.Buy(1, 5, 100, order => order with { TimeInForce = TimeInForce.Gtd, ExpireAt = 1000 });
        _book.Sell(2, 5, 110);
        _book.Sell(3, 5, 0, order => order with { Type = OrderType.Stop, StopPrice = 90 });
        Assert.Equal(BookReason.InvalidOrder, _book.Enter(SessionState.Settled));
        _book.Enter(SessionState.Expired);
        Assert.Equal(
            ["SessionChanged Expired 0", "Expired 1 5 Session", "Expired 2 5 Session", "Expired 3 5 Session"], _book.Events);
        Assert.Equal(0, _book.Book.OpenOrders);
        Assert.Equal(BookReason.Session, _book.Buy(4, 5, 100));
        Assert.Equal(BookReason.None, _book.Enter(SessionState.Settled));
        Assert.Equal(BookReason.InvalidOrder, _book.Enter(SessionState.Open));
    }

    [Fact]
    public void A_close_trades_nothing_and_ends_day_orders()
    {
        _book.Enter(SessionState.Auction);
        _book.Buy(1, 5, 101, order => order with { TimeInForce = TimeInForce.Day });
        _book.Sell(2, 5, 99, order => order with { TimeInForce = TimeInForce.Day });
        _book.Buy(3, 5, 102);
        _book.Sell(4, 5, 98, order => order with { TimeInForce = TimeInForce.Gtd, ExpireAt = 1000 });
        _book.Enter(SessionState.Closed);
        Assert.Equal(["SessionChanged Closed 0", "Expired 1 5 Session", "Expired 2 5 Session"], _book.Events);
        Assert.Equal([3], _book.Queue(Side.Buy));
        // What may stay for another day crosses, and trades when the book opens.
        _book.Enter(SessionState.Open);
        Assert.Equal(["SessionChanged Open 98", "Traded 3<4 5@98"], _book.Events);
    }
}
