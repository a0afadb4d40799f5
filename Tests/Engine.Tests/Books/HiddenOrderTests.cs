using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

public class HiddenOrderTests
{
    private readonly TestBook _book = new();

    [Fact]
    public void What_is_hidden_comes_behind_what_is_shown_at_its_price()
    {
        _book.Sell(1, 5, 100, Hidden);
        _book.Sell(2, 5, 100);
        _book.Sell(3, 5, 100, Hidden);
        _book.Sell(4, 5, 101);
        Assert.Equal([2, 1, 3, 4], _book.Queue(Side.Sell));
        _book.Buy(9, 12, 101);
        Assert.Equal(["Accepted 9 12", "Traded 9<2 5@100", "Traded 9<1 5@100", "Traded 9<3 2@100"], _book.Events);
    }

    [Fact]
    public void No_view_of_the_book_has_what_is_hidden()
    {
        _book.Sell(1, 5, 99, Hidden);
        _book.Sell(2, 5, 100, Hidden);
        _book.Sell(3, 7, 100);
        var levels = new DepthLevel[4];
        Assert.Equal(1, _book.Book.CopyDepth(Side.Sell, levels));
        Assert.Equal(new(100, 7, 1), levels[0]);
        Assert.Equal(100, _book.Book.BestAsk);
        Assert.True(_book.Book.TryGetOrder(1, out var order));
        Assert.Equal((5, 0), (order.Remaining, order.Displayed));
    }

    [Fact]
    public void Without_anything_shown_there_is_no_quote()
    {
        _book.Buy(1, 5, 99, Hidden);
        Assert.Null(_book.Book.BestBid);
        Assert.Equal(["Accepted 1 5", "Rested 1 0"], _book.Events);
    }

    [Fact]
    public void The_next_slice_of_an_iceberg_goes_before_what_is_hidden()
    {
        _book.Sell(1, 5, 100, Hidden);
        _book.Sell(2, 6, 100, order => order with { DisplayQuantity = 2 });
        _book.Buy(9, 7, 100);
        Assert.Equal(
            ["Accepted 9 7", "Traded 9<2 2@100", "Refreshed 2 2", "Traded 9<2 2@100", "Refreshed 2 2", "Traded 9<2 2@100",
                "Traded 9<1 1@100"], _book.Events);
    }

    [Fact]
    public void A_smaller_hidden_order_keeps_its_place()
    {
        _book.Sell(1, 5, 100, Hidden);
        _book.Sell(2, 5, 100, Hidden);
        _book.Replace(1, 3, 100);
        Assert.Equal([1, 2], _book.Queue(Side.Sell));
        _book.Cancel(1);
        _book.Sell(3, 5, 100);
        Assert.Equal([3, 2], _book.Queue(Side.Sell));
    }

    [Fact]
    public void A_hidden_order_trades_in_an_auction_behind_what_is_shown()
    {
        _book.Enter(SessionState.Auction);
        _book.Sell(1, 5, 100, Hidden);
        _book.Sell(2, 5, 100);
        _book.Buy(3, 7, 100);
        var trades = _book.TradesOf(SessionState.Open);
        Assert.Equal([(2, 5), (1, 2)], trades.Select(t => (t.CounterOrderId, t.Quantity)));
    }

    [Theory]
    [InlineData(OrderType.Market, TimeInForce.Day, 0)]
    [InlineData(OrderType.Limit, TimeInForce.Ioc, 0)]
    [InlineData(OrderType.Limit, TimeInForce.Gtc, 2)]
    public void What_cannot_rest_or_shows_a_part_cannot_be_hidden(OrderType type, TimeInForce time, long displayed)
    {
        var reason = _book.Sell(1, 5, type == OrderType.Market ? 0 : 100, order => Hidden(order) with
        {
            Type = type,
            TimeInForce = time,
            DisplayQuantity = displayed,
        });
        Assert.Equal(BookReason.InvalidOrder, reason);
    }

    private static OrderSpec Hidden(OrderSpec order) =>
        order with { Instructions = order.Instructions with { Hidden = true } };
}
