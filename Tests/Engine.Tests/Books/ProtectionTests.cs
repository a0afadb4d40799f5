using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

/// <summary>Worst prices of market orders and of stops that become market orders.</summary>
public class ProtectionTests
{
    private readonly TestBook _book = new();

    /// <summary>The example of CME Group, "Market and stop orders with protection": protection points 600.</summary>
    [Fact]
    public void The_rest_of_a_market_order_rests_at_its_protection()
    {
        _book.Buy(1, 2, 90_000);
        _book.Buy(2, 3, 89_900);
        _book.Buy(3, 3, 89_650);
        _book.Buy(4, 5, 89_300);
        _book.Sell(5, 10, 90_000 - 600, Resting);
        Assert.Equal(
            ["Accepted 5 10", "Traded 5<1 2@90000", "Traded 5<2 3@89900", "Traded 5<3 3@89650", "Rested 5 2"], _book.Events);
        Assert.Equal(89_400, _book.Book.BestAsk);
    }

    [Fact]
    public void The_rest_is_canceled_where_it_does_not_rest()
    {
        _book.Buy(1, 2, 100);
        _book.Buy(2, 2, 90);
        _book.Sell(3, 5, 95, o => o with { Type = OrderType.Market });
        Assert.Equal(["Accepted 3 5", "Traded 3<1 2@100", "Canceled 3 3 NoLiquidity"], _book.Events);
    }

    [Fact]
    public void An_elected_stop_trades_no_worse_than_its_worst_price()
    {
        _book.Sell(1, 9, 101);
        _book.Sell(2, 100, 1_000);
        _book.Buy(3, 20, 121, o => o with { Type = OrderType.Stop, StopPrice = 101 });
        _book.Last(101);
        Assert.Equal(["Triggered 3 101", "Traded 3<1 9@101", "Canceled 3 11 NoLiquidity"], _book.Events);
    }

    [Fact]
    public void The_worst_price_of_a_trailing_stop_follows_its_stop()
    {
        _book.Last(100);
        _book.Sell(1, 5, 3, o => o with { Type = OrderType.TrailingStop, TrailAmount = 10 });
        _book.Last(120);
        Assert.Equal(["Trailed 1 110"], _book.Events);
        _book.Buy(2, 2, 108);
        _book.Buy(3, 9, 106);
        _book.Last(110);
        Assert.Equal(["Triggered 1 110", "Traded 1<2 2@108", "Canceled 1 3 NoLiquidity"], _book.Events);
    }

    [Fact]
    public void A_market_order_as_ioc_cancels_what_is_left()
    {
        _book.Sell(1, 2, 100);
        _book.Buy(2, 5, 0, o => o with { Type = OrderType.Market, TimeInForce = TimeInForce.Ioc });
        Assert.Equal(["Accepted 2 5", "Traded 2<1 2@100", "Canceled 2 3 ImmediateOrCancel"], _book.Events);
    }

    [Fact]
    public void A_stop_as_fok_holds_from_its_election_on()
    {
        _book.Buy(1, 5, 0, o => o with { Type = OrderType.Stop, StopPrice = 100, TimeInForce = TimeInForce.Fok });
        Assert.Equal(["Accepted 1 5", "Waiting 1 100"], _book.Events);
        _book.Sell(2, 2, 101);
        _book.Last(100);
        Assert.Equal(["Triggered 1 100", "Canceled 1 5 FillOrKill"], _book.Events);
    }

    private static OrderSpec Resting(OrderSpec order) => order with
    {
        Instructions = order.Instructions with { Type = OrderType.Market, RestsAtWorst = true },
    };
}
