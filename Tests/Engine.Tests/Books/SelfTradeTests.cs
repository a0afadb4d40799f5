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

    private static BookCommand Of(int account, BookCommand order, SelfTradePrevention instruction) =>
        order.With(o => o with { Instructions = o.Instructions with { SelfTradePrevention = instruction } }) with
        {
            Account = account,
        };
}
