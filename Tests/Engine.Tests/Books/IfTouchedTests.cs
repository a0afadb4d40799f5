using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

/// <summary>Orders that wait for a better price, and the prices that waiting orders watch.</summary>
public class IfTouchedTests
{
    private readonly TestBook _book = new();

    [Fact]
    public void A_buy_waits_for_the_price_to_fall_to_it()
    {
        _book.Last(100);
        _book.Buy(1, 5, 0, o => o with { Type = OrderType.MarketIfTouched, StopPrice = 95 });
        Assert.Equal(["Accepted 1 5", "Waiting 1 95"], _book.Events);
        _book.Sell(2, 5, 96);
        _book.Last(96);
        Assert.Empty(_book.Events);
        _book.Last(95);
        Assert.Equal(["Triggered 1 95", "Traded 1<2 5@96"], _book.Events);
    }

    [Fact]
    public void A_sell_waits_for_a_rise_and_rests_at_its_limit()
    {
        _book.Last(100);
        _book.Sell(1, 5, 104, o => o with { Type = OrderType.LimitIfTouched, StopPrice = 105 });
        _book.Last(105);
        Assert.Equal(["Triggered 1 105", "Rested 1 5"], _book.Events);
        Assert.Equal(104, _book.Book.BestAsk);
    }

    [Fact]
    public void A_stop_that_watches_the_quote_waits_for_the_bid()
    {
        _book.Buy(1, 5, 0, o => Watching(o with { Type = OrderType.Stop, StopPrice = 105 }, TriggerPrice.BidAsk));
        _book.Sell(2, 5, 107);
        _book.Last(110);
        Assert.Empty(_book.Events);
        _book.Buy(3, 1, 105);
        Assert.Equal(["Accepted 3 1", "Rested 3 1", "Triggered 1 105", "Traded 1<2 5@107"], _book.Events);
    }

    [Fact]
    public void An_order_that_watches_the_mark_waits_for_the_middle()
    {
        _book.Sell(1, 5, 0, o => Watching(o with { Type = OrderType.Stop, StopPrice = 99 }, TriggerPrice.Mark));
        _book.Buy(2, 9, 97);
        _book.Sell(3, 9, 102);
        Assert.Equal(["Accepted 3 9", "Rested 3 9"], _book.Events);
        _book.Sell(4, 9, 101);
        Assert.Equal(["Accepted 4 9", "Rested 4 9", "Triggered 1 99", "Traded 1<2 5@97"], _book.Events);
    }

    [Fact]
    public void A_trailing_stop_watches_the_last_trade_only()
    {
        _book.Last(100);
        Assert.Equal(BookReason.InvalidOrder, _book.Sell(
            1, 5, 0, o => Watching(o with { Type = OrderType.TrailingStop, TrailAmount = 5 }, TriggerPrice.Mark)));
    }

    private static OrderSpec Watching(OrderSpec order, TriggerPrice trigger) =>
        order with { Instructions = order.Instructions with { Trigger = trigger } };
}
