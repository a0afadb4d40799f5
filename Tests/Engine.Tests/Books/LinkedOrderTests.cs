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
    public void Exits_get_each_partial_fill_of_their_entry()
    {
        _book.Buy(2, 5, 100, Bracket);
        _book.Sell(1, 2, 100);
        Assert.Equal(
            ["Accepted 1 2", "Traded 1<2 2@100", "Activated 20 2", "Activated 21 2", "Rested 20 2", "Waiting 21 95"],
            _book.Events);
        _book.Sell(3, 1, 100);
        Assert.Equal(
            ["Accepted 3 1", "Traded 3<2 1@100", "Activated 20 1", "Activated 21 1", "Rested 20 3", "Waiting 21 95"],
            _book.Events);
        _book.Cancel(2);
        Assert.Equal(["Canceled 2 2 Requested"], _book.Events);
        Assert.Equal([20], _book.Queue(Side.Sell));
    }

    [Fact]
    public void An_exit_that_is_filled_ends_its_entry()
    {
        _book.Buy(2, 5, 100, Bracket);
        _book.Sell(1, 2, 100);
        _book.Buy(3, 2, 110);
        Assert.Equal(
            ["Accepted 3 2", "Traded 3<20 2@110", "Canceled 21 2 Linked", "Canceled 2 3 Linked"], _book.Events);
        Assert.Equal(0, _book.Book.OpenOrders);
    }

    [Fact]
    public void A_stop_loss_with_a_limit_becomes_a_limit_order()
    {
        _book.Sell(1, 5, 100);
        _book.Buy(2, 5, 100, order => Bracket(order).With(o => o with { StopLossLimit = 93 }));
        _book.Last(95);
        Assert.Equal(["Triggered 21 95", "Rested 21 5"], _book.Events);
        Assert.True(_book.Book.TryGetOrder(21, out var stop));
        Assert.Equal((OrderType.Limit, 93L), (stop.Type, stop.Price));
    }

    [Fact]
    public void A_pair_enters_together_and_one_cancels_the_other()
    {
        Assert.Equal(BookReason.None, _book.Sell(2, 5, 110, Pair));
        Assert.Equal(["Accepted 2 5", "Held 21 0", "Activated 21 5", "Rested 2 5", "Waiting 21 95"], _book.Events);
        _book.Buy(3, 2, 110);
        Assert.Equal(["Accepted 3 2", "Traded 3<2 2@110", "Reduced 21 2 Linked"], _book.Events);
        _book.Last(95);
        Assert.Equal(["Triggered 21 95", "Canceled 21 3 NoLiquidity", "Canceled 2 3 Linked"], _book.Events);
    }

    [Fact]
    public void A_pair_has_its_stop_on_the_other_side_of_the_market()
    {
        Assert.Equal(BookReason.InvalidPrice, _book.Sell(2, 5, 90, Pair));
        Assert.Equal(
            BookReason.InvalidOrder, _book.Sell(2, 5, 110, order => Pair(order).With(o => o with { Type = OrderType.Market })));
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

    private static BookCommand Pair(BookCommand order) => order.With(o => o with
    {
        StopLossPrice = 95,
        Instructions = o.Instructions with { Class = OrderClass.Oco },
    }) with
    {
        StopLossId = 21,
    };

    private static BookCommand Bracket(BookCommand order) =>
        order.With(o => o with { TakeProfitPrice = 110, StopLossPrice = 95 }) with { TakeProfitId = 20, StopLossId = 21 };
}
