using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

/// <summary>Orders that only reduce a position, and orders that ask for a least quantity.</summary>
public class ReduceOnlyTests
{
    private readonly TestBook _book = new();

    [Fact]
    public void It_asks_for_no_more_than_the_position()
    {
        _book.Sell(1, 9, 110, order => Reducing(order, 5));
        Assert.Equal(["Accepted 1 9", "Reduced 1 4 ReduceOnly", "Rested 1 5"], _book.Events);
        _book.Sell(2, 1, 111, order => Reducing(order, 5));
        Assert.Equal(["Accepted 2 1", "Canceled 2 1 ReduceOnly"], _book.Events);
    }

    [Fact]
    public void It_cannot_open_a_position()
    {
        _book.Buy(1, 9, 90, order => Reducing(order, 5));
        Assert.Equal(["Accepted 1 9", "Canceled 1 9 ReduceOnly"], _book.Events);
        _book.Buy(2, 9, 90, order => Reducing(order, 0));
        Assert.Equal(["Accepted 2 9", "Canceled 2 9 ReduceOnly"], _book.Events);
    }

    [Fact]
    public void A_fill_of_another_order_takes_off_what_is_too_much()
    {
        _book.Sell(1, 3, 110, order => Reducing(order, 5));
        _book.Sell(2, 2, 111, order => Reducing(order, 5));
        _book.Buy(3, 4, 100);
        _book.Sell(4, 4, 100, order => order with { Account = 7 });
        Assert.Equal(
            ["Accepted 4 4", "Traded 4<3 4@100", "Reduced 1 2 ReduceOnly", "Canceled 2 2 ReduceOnly"], _book.Events);
    }

    [Fact]
    public void Its_own_fills_leave_the_others_as_they_are()
    {
        _book.Sell(1, 3, 110, order => Reducing(order, 5));
        _book.Sell(2, 2, 111, order => Reducing(order, 5));
        _book.Buy(3, 5, 111);
        Assert.Equal(["Accepted 3 5", "Traded 3<1 3@110", "Traded 3<2 2@111"], _book.Events);
    }

    [Fact]
    public void A_pair_reduces_the_position_once()
    {
        _book.Sell(1, 5, 110, order => Reducing(order, 5).With(o => o with
        {
            StopLossPrice = 95,
            Instructions = o.Instructions with { Class = OrderClass.Oco },
        }) with
        { StopLossId = 2 });
        Assert.Equal(["Accepted 1 5", "Held 2 0", "Activated 2 5", "Rested 1 5", "Waiting 2 95"], _book.Events);
    }

    [Fact]
    public void A_fill_or_kill_counts_on_nothing_that_is_taken_off()
    {
        _book.Sell(1, 5, 100, order => order with { Account = 7 });
        _book.Sell(2, 5, 101, order => Reducing(order, 5));
        _book.Buy(3, 10, 101, o => o with { TimeInForce = TimeInForce.Fok });
        Assert.Equal(["Accepted 3 10", "Canceled 3 10 FillOrKill"], _book.Events);
        _book.Buy(4, 5, 101, o => o with { TimeInForce = TimeInForce.Fok });
        Assert.Equal(["Accepted 4 5", "Traded 4<1 5@100", "Canceled 2 5 ReduceOnly"], _book.Events);
    }

    [Fact]
    public void Less_than_the_least_quantity_trades_nothing()
    {
        _book.Sell(1, 5, 100);
        _book.Buy(2, 10, 100, o => o with { MinQuantity = 6 });
        Assert.Equal(["Accepted 2 10", "Canceled 2 10 MinQuantity"], _book.Events);
        _book.Buy(3, 10, 100, o => o with { MinQuantity = 5 });
        Assert.Equal(["Accepted 3 10", "Traded 3<1 5@100", "Rested 3 5"], _book.Events);
    }

    private static BookCommand Reducing(BookCommand order, long position) =>
        order.With(o => o with { Instructions = o.Instructions with { ReduceOnly = true } }) with
        {
            Account = 7,
            Position = position,
        };
}
