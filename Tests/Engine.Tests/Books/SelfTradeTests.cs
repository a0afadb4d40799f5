using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

public class SelfTradeTests
{
    private readonly TestBook _book = new();

    public SelfTradeTests()
    {
        _book.Sell(1, 5, 100, order => Of(9, order, SelfTradePrevention.None));
        _book.Sell(2, 5, 100);
    }

    [Theory]
    [InlineData(SelfTradePrevention.CancelNewest, "Canceled 3 7 SelfTrade")]
    [InlineData(SelfTradePrevention.CancelOldest, "Canceled 1 5 SelfTrade", "Traded 3<2 5@100", "Rested 3 2")]
    [InlineData(SelfTradePrevention.CancelBoth, "Canceled 1 5 SelfTrade", "Canceled 3 7 SelfTrade")]
    [InlineData(SelfTradePrevention.Decrement, "Reduced 3 5 SelfTrade", "Canceled 1 5 SelfTrade", "Traded 3<2 2@100")]
    [InlineData(SelfTradePrevention.None, "Traded 3<1 5@100", "Traded 3<2 2@100")]
    public void The_instruction_of_the_taker_wins(SelfTradePrevention instruction, params string[] events)
    {
        _book.Buy(3, 7, 100, order => Of(9, order, instruction));
        Assert.Equal(events.Prepend("Accepted 3 7"), _book.Events);
    }

    [Fact]
    public void A_fill_or_kill_order_against_its_own_account_trades_nothing()
    {
        _book.Buy(3, 7, 100, order => order.With(o => o with { TimeInForce = TimeInForce.Fok }) with { Account = 9 });
        Assert.Equal(["Accepted 3 7", "Canceled 3 7 FillOrKill"], _book.Events);
    }

    [Fact]
    public void Accounts_of_one_owner_do_not_trade_with_each_other()
    {
        var (ann, bob) = (OrderBook.NumberOf("ann"), OrderBook.NumberOf("bob"));
        Assert.Equal(ann, OrderBook.NumberOf("ann"));
        _book.Sell(11, 5, 99, order => order with { Owner = ann });
        _book.Sell(12, 5, 99, order => order with { Owner = bob });
        _book.Buy(13, 5, 99, order => order with { Owner = ann });
        Assert.Equal(["Accepted 13 5", "Canceled 13 5 SelfTrade"], _book.Events);
        _book.Buy(13, 5, 99, order => order.With(o => o with { TimeInForce = TimeInForce.Fok }));
        Assert.Equal(["Accepted 13 5", "Canceled 13 5 FillOrKill"], _book.Events);
        // The owner is known from the order before, until it is said otherwise.
        _book.Buy(13, 5, 99, order => Of(13, order, SelfTradePrevention.CancelOldest));
        Assert.Equal(["Accepted 13 5", "Canceled 11 5 SelfTrade", "Traded 13<12 5@99"], _book.Events);
        _book.Sell(11, 5, 99);
        _book.Buy(13, 5, 99, order => order with { Owner = OrderBook.NoOwner });
        Assert.Equal(["Accepted 13 5", "Traded 13<11 5@99"], _book.Events);
    }

    [Fact]
    public void Accounts_of_one_owner_do_not_trade_in_an_auction()
    {
        var book = new TestBook();
        book.Enter(SessionState.Auction);
        book.Sell(1, 5, 100, order => order with { Owner = OrderBook.NumberOf("ann") });
        book.Sell(2, 5, 100);
        book.Buy(3, 7, 100, order => Of(3, order, SelfTradePrevention.CancelOldest) with { Owner = OrderBook.NumberOf("ann") });
        var trade = Assert.Single(book.TradesOf(SessionState.Open));
        Assert.Equal((3, 2, 5), (trade.OrderId, trade.CounterOrderId, trade.Quantity));
    }

    private static BookCommand Of(int account, BookCommand order, SelfTradePrevention instruction) =>
        order.With(o => o with { Instructions = o.Instructions with { SelfTradePrevention = instruction } }) with
        {
            Account = account,
        };
}
