using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

public class LinkedOrderTests
{
    private readonly TestBook _book = new();

    [Fact]
    public void One_cancels_the_other()
    {
        _book.Sell(1, 5, 110, Mine);
        _book.Sell(2, 5, 0, order =>
            Mine(order).With(o => o with { Type = OrderType.Stop, StopPrice = 90 }) with { LinkedOrderId = 1 });
        _book.Buy(3, 5, 110);
        Assert.Equal(["Accepted 3 5", "Traded 3<1 5@110", "Canceled 2 5 Linked"], _book.Events);
        Assert.Equal(0, _book.Book.OpenOrders);
    }

    [Fact]
    public void What_one_trades_is_taken_off_the_other()
    {
        _book.Sell(1, 5, 110, Mine);
        _book.Sell(2, 5, 0, order =>
            Mine(order).With(o => o with { Type = OrderType.Stop, StopPrice = 90 }) with { LinkedOrderId = 1 });
        _book.Buy(3, 2, 110);
        Assert.Equal(["Accepted 3 2", "Traded 3<1 2@110", "Reduced 2 2 Linked"], _book.Events);
    }

    [Fact]
    public void Canceling_one_cancels_the_other()
    {
        _book.Buy(1, 5, 90, Mine);
        _book.Buy(2, 5, 95, order => Mine(order) with { LinkedOrderId = 1 });
        _book.Cancel(1);
        Assert.Equal(["Canceled 1 5 Requested", "Canceled 2 5 Linked"], _book.Events);
    }

    [Fact]
    public void A_pair_must_be_of_one_account_and_open()
    {
        _book.Buy(1, 5, 90);
        Assert.Equal(BookReason.NotOpen, _book.Buy(2, 5, 95, order => order with { LinkedOrderId = 1 }));
        Assert.Equal(BookReason.NotOpen, _book.Buy(2, 5, 95, order => order with { LinkedOrderId = 9 }));
    }

    [Fact]
    public void Bracket_exits_wait_for_the_entry_and_then_cancel_each_other()
    {
        _book.Sell(1, 5, 100);
        _book.Buy(2, 5, 100, Bracket);
        Assert.Equal(
            [
                "Accepted 2 5", "Held 20 0", "Held 21 0", "Traded 2<1 5@100", "Activated 20 5", "Activated 21 5", "Rested 20 5",
                "Waiting 21 95",
            ],
            _book.Events);
        _book.Buy(3, 5, 110);
        Assert.Equal(["Accepted 3 5", "Traded 3<20 5@110", "Canceled 21 5 Linked"], _book.Events);
    }

    [Fact]
    public void The_stop_of_a_bracket_closes_the_position_and_cancels_the_profit()
    {
        _book.Sell(1, 5, 100);
        _book.Buy(2, 5, 100, Bracket);
        _book.Buy(3, 5, 94);
        _book.Last(95);
        Assert.Equal(["Triggered 21 95", "Traded 21<3 5@94", "Canceled 20 5 Linked"], _book.Events);
    }

    [Fact]
    public void A_partly_filled_canceled_entry_activates_exits_for_its_fill()
    {
        _book.Buy(2, 5, 100, Bracket);
        _book.Sell(1, 2, 100);
        _book.Cancel(2);
        Assert.Equal(
            ["Canceled 2 3 Requested", "Activated 20 2", "Activated 21 2", "Rested 20 2", "Waiting 21 95"], _book.Events);
    }

    [Fact]
    public void An_entry_that_never_traded_takes_its_exits_with_it()
    {
        _book.Buy(2, 5, 100, Bracket);
        _book.Cancel(2);
        Assert.Equal(["Canceled 2 5 Requested", "Canceled 20 0 Linked", "Canceled 21 0 Linked"], _book.Events);
        Assert.Equal(0, _book.Book.OpenOrders);
    }

    private static BookCommand Mine(BookCommand order) => order with { Account = 7 };

    private static BookCommand Bracket(BookCommand order) =>
        order with { TakeProfitId = 20, TakeProfitPrice = 110, StopLossId = 21, StopLossPrice = 95 };
}
