using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

public class StopTests
{
    private readonly TestBook _book = new();

    [Fact]
    public void Stops_elected_by_one_trade_take_part_in_order_of_arrival()
    {
        _book.Last(100);
        _book.Buy(1, 1, 0, order => order with { Type = OrderType.Stop, StopPrice = 103 });
        _book.Buy(2, 1, 0, order => order with { Type = OrderType.Stop, StopPrice = 101 });
        _book.Sell(3, 1, 104);
        _book.Sell(4, 5, 105);
        _book.Buy(5, 1, 104);
        Assert.Equal(
            ["Accepted 5 1", "Traded 5<3 1@104", "Triggered 1 103", "Traded 1<4 1@105", "Triggered 2 101", "Traded 2<4 1@105"],
            _book.Events);
    }

    [Fact]
    public void A_cascade_of_ten_thousand_stops_is_one_pass()
    {
        const int count = 10_000;
        _book.Last(1);
        var events = new BookEventBuffer();
        var order = new BookCommand { Kind = BookCommandKind.New, Spec = new() { Quantity = 1 } };
        for (var i = 1; i <= count; i++)
        {
            var stop = order.With(o => o with { Type = OrderType.Stop, StopPrice = i + 1 }) with { OrderId = i };
            var ask = order.With(o => o with { Side = Side.Sell, Type = OrderType.Limit, Price = i + 1 }) with
            {
                OrderId = count + i,
                Account = 1,
            };
            Assert.Equal(BookReason.None, _book.Book.Apply(stop, events));
            Assert.Equal(BookReason.None, _book.Book.Apply(ask, events));
        }
        // Each stop buys at the price that reaches the next one; the last one finds nobody.
        _book.Buy(100_000, 1, 2);
        Assert.Equal(count, _book.Events.Count(text => text.StartsWith("Traded", StringComparison.Ordinal)));
        Assert.Equal($"Canceled {count} 1 NoLiquidity", _book.Events[^1]);
        Assert.Equal(0, _book.Book.OpenOrders);
    }

    [Theory]
    [InlineData(OrderType.Stop, "Canceled 1 5 NoLiquidity")]
    [InlineData(OrderType.StopLimit, "Rested 1 5")]
    public void A_stop_moved_to_a_reached_price_shows_that_price(OrderType type, string end)
    {
        _book.Last(100);
        _book.Buy(1, 5, type == OrderType.StopLimit ? 105 : 0, order => order with { Type = type, StopPrice = 110 });
        Assert.Equal(BookReason.None, _book.Replace(1, 5, 105, stop: 99));
        Assert.Equal(["Replaced 1 5", "Triggered 1 99", end], _book.Events);
    }

    [Fact]
    public void A_trailing_stop_follows_the_last_trade_and_never_goes_back()
    {
        _book.Last(100);
        _book.Sell(1, 5, 0, order => order with { Type = OrderType.TrailingStop, TrailAmount = 3 });
        Assert.Equal(["Accepted 1 5", "Waiting 1 97"], _book.Events);
        _book.Last(110);
        Assert.Equal(["Trailed 1 107"], _book.Events);
        _book.Last(108);
        Assert.Empty(_book.Events);
        _book.Buy(2, 5, 106);
        _book.Last(107);
        Assert.Equal(["Triggered 1 107", "Traded 1<2 5@106"], _book.Events);
    }

    [Fact]
    public void A_new_trail_is_measured_from_the_last_trade()
    {
        _book.Last(100);
        _book.Sell(1, 5, 0, order => order with { Type = OrderType.TrailingStop, TrailAmount = 3 });
        _book.Last(110);
        Assert.Equal(["Trailed 1 107"], _book.Events);
        _book.Last(109);
        Assert.Equal(BookReason.None, _book.Apply(Trail(ticks: 1)));
        Assert.Equal(["Replaced 1 5", "Waiting 1 108"], _book.Events);
        Assert.Equal(BookReason.None, _book.Apply(Trail(basisPoints: 1_000)));
        Assert.Equal(["Replaced 1 5", "Waiting 1 99"], _book.Events);
        Assert.Equal(BookReason.InvalidOrder, _book.Apply(Trail(ticks: 1, basisPoints: 1)));
        Assert.Equal(BookReason.InvalidPrice, _book.Apply(Trail(ticks: -1)));
        _book.Sell(2, 5, 120);
        Assert.Equal(BookReason.InvalidOrder, _book.Apply(Trail(ticks: 1) with { OrderId = 2 }));

        static BookCommand Trail(long ticks = 0, int basisPoints = 0) => new()
        {
            Kind = BookCommandKind.Replace,
            OrderId = 1,
            Account = OrderBook.AnyAccount,
            Spec = new() { Quantity = 5, Price = 120, TrailAmount = ticks, TrailBasisPoints = basisPoints },
        };
    }

    [Fact]
    public void Trailing_stops_follow_in_order_of_arrival_after_others_left()
    {
        _book.Last(100);
        foreach (var id in new[] { 5, 2, 4, 1, 3 })
            _book.Sell(id, 1, 0, order => order with { Type = OrderType.TrailingStop, TrailAmount = id });
        _book.Cancel(4);
        _book.Cancel(5);
        _book.Cancel(3);
        _book.Sell(6, 1, 0, order => order with { Type = OrderType.TrailingStop, TrailAmount = 9 });
        _book.Last(110);
        Assert.Equal(["Trailed 2 108", "Trailed 1 109", "Trailed 6 101"], _book.Events);
        foreach (var id in new[] { 1, 2, 6 }) _book.Cancel(id);
        _book.Last(120);
        Assert.Empty(_book.Events);
    }

    [Fact]
    public void A_trailing_stop_by_percentage_keeps_its_share_of_the_last_trade()
    {
        _book.Last(1_000);
        _book.Buy(1, 5, 0, order => order with { Type = OrderType.TrailingStop, TrailBasisPoints = 250 });
        Assert.Equal(["Accepted 1 5", "Waiting 1 1025"], _book.Events);
        _book.Last(800);
        Assert.Equal(["Trailed 1 820"], _book.Events);
    }

    [Fact]
    public void A_trailing_stop_needs_a_last_trade_to_follow() => Assert.Equal(
        BookReason.InvalidPrice,
        _book.Sell(1, 5, 0, order => order with { Type = OrderType.TrailingStop, TrailAmount = 3 }));

    [Fact]
    public void A_market_buy_by_amount_spends_what_buys_whole_lots()
    {
        _book.Sell(1, 3, 100);
        _book.Sell(2, 9, 150);
        _book.Buy(3, 0, 0, order => order with { Type = OrderType.Market, Amount = 799 });
        Assert.Equal(["Accepted 3 0", "Traded 3<1 3@100", "Traded 3<2 3@150", "AmountSpent 3 0"], _book.Events);
    }

    [Fact]
    public void A_gtd_order_expires_before_an_order_of_the_same_time()
    {
        _book.Sell(1, 5, 100, order =>
            order.With(o => o with { TimeInForce = TimeInForce.Gtd, ExpireAt = 50 }) with { Time = 10 });
        _book.Buy(2, 5, 100, order => order with { Time = 50 });
        Assert.Equal(["Accepted 2 5", "Expired 1 5", "Rested 2 5"], _book.Events);
    }
}
