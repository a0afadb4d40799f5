using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

/// <summary>The price band and its limit state, which ends with the quote that stands at the edge.</summary>
public class BandTests
{
    private readonly TestBook _book = new();

    public BandTests()
    {
        _book.Band(95, 105);
        _book.Sell(1, 5, 106);
    }

    [Fact]
    public void An_order_through_the_band_is_repriced_to_its_edge()
    {
        _book.Sell(2, 5, 105);
        _book.Buy(3, 10, 107);
        Assert.Equal(
            ["Accepted 3 10", "Traded 3<2 5@105", "Repriced 3 5", "Rested 3 5", "LimitStateEntered Buy"], _book.Events);
        Assert.Equal((LimitState.BuyersPush, 105, 106), (_book.Book.LimitState, _book.Book.BestBid, _book.Book.BestAsk));
        _book.Buy(4, 1, 106);
        Assert.Equal(["Accepted 4 1", "Repriced 4 1", "Rested 4 1"], _book.Events);
        Assert.Equal([3, 4], _book.Queue(Side.Buy));
    }

    [Fact]
    public void A_sell_order_through_the_band_is_repriced_too()
    {
        _book.Buy(2, 5, 94);
        _book.Sell(3, 5, 90);
        Assert.Equal(["Accepted 3 5", "Repriced 3 5", "Rested 3 5", "LimitStateEntered Sell"], _book.Events);
        Assert.Equal((LimitState.SellersPush, 95), (_book.Book.LimitState, _book.Book.BestAsk));
    }

    [Theory]
    [InlineData(OrderType.Market, TimeInForce.Day)]
    [InlineData(OrderType.Limit, TimeInForce.Ioc)]
    [InlineData(OrderType.Limit, TimeInForce.Fok)]
    public void What_cannot_rest_is_canceled_at_the_band(OrderType type, TimeInForce time)
    {
        _book.Buy(3, 5, type == OrderType.Market ? 0 : 106, order => order with { Type = type, TimeInForce = time });
        Assert.Equal(["Accepted 3 5", $"Canceled 3 5 {(time == TimeInForce.Fok ? "FillOrKill" : "PriceBand")}"], _book.Events);
        Assert.Equal(LimitState.None, _book.Book.LimitState);
    }

    [Fact]
    public void An_order_that_meets_quotes_below_the_band_is_canceled()
    {
        // The band moved up over an ask: at its edge the order would cross it.
        _book.Band(107, 115, 110);
        _book.Buy(3, 5, 120);
        Assert.Equal(["Accepted 3 5", "Canceled 3 5 PriceBand"], _book.Events);
        Assert.Equal(LimitState.SellersPush, _book.Book.LimitState);
    }

    [Fact]
    public void A_stop_limit_that_is_elected_is_repriced_as_well()
    {
        _book.Last(100);
        _book.Buy(3, 5, 110, order => order with { Type = OrderType.StopLimit, StopPrice = 100 });
        Assert.Equal(["Accepted 3 5", "Repriced 3 5", "Rested 3 5", "LimitStateEntered Buy"], _book.Events);
    }

    [Fact]
    public void The_limit_state_ends_with_the_cancel_of_its_quote()
    {
        Push();
        _book.Cancel(3);
        Assert.Equal(["Canceled 3 5 Requested", "LimitStateLeft"], _book.Events);
        AssertEnded();
    }

    [Fact]
    public void The_limit_state_ends_with_an_amendment_of_its_quote()
    {
        Push();
        _book.Replace(3, 4, 105);
        Assert.Equal(LimitState.BuyersPush, _book.Book.LimitState);
        _book.Replace(3, 5, 104);
        Assert.Equal(["Replaced 3 5", "Rested 3 5", "LimitStateLeft"], _book.Events);
        AssertEnded();
    }

    [Fact]
    public void The_limit_state_ends_with_the_execution_of_its_quote()
    {
        Push();
        _book.Sell(4, 2, 104);
        Assert.Equal(["Accepted 4 2", "Traded 4<3 2@105"], _book.Events);
        Assert.Equal(LimitState.BuyersPush, _book.Book.LimitState);
        _book.Sell(5, 3, 104);
        Assert.Equal(["Accepted 5 3", "Traded 5<3 3@105", "LimitStateLeft"], _book.Events);
        AssertEnded();
    }

    [Fact]
    public void The_limit_state_ends_with_the_expiry_of_its_quote()
    {
        Push(order => order with { TimeInForce = TimeInForce.Gtd, ExpireAt = 1000 });
        _book.Advance(999);
        Assert.Equal(LimitState.BuyersPush, _book.Book.LimitState);
        _book.Advance(1000);
        Assert.Equal(["Expired 3 5", "LimitStateLeft"], _book.Events);
        AssertEnded();
    }

    [Fact]
    public void The_limit_state_ends_with_self_trade_prevention_of_its_quote()
    {
        Push();
        _book.Sell(4, 5, 105, order => order.With(
            o => o with { Instructions = o.Instructions with { SelfTradePrevention = SelfTradePrevention.CancelBoth } })
            with
        { Account = 3 });
        Assert.Equal(["Accepted 4 5", "Canceled 3 5 SelfTrade", "Canceled 4 5 SelfTrade", "LimitStateLeft"], _book.Events);
        AssertEnded();
    }

    [Fact]
    public void The_limit_state_lasts_while_another_quote_stands_at_the_edge()
    {
        Push();
        _book.Buy(4, 1, 106);
        _book.Cancel(3);
        Assert.Equal(LimitState.BuyersPush, _book.Book.LimitState);
        _book.Cancel(4);
        AssertEnded();
    }

    [Fact]
    public void A_moved_band_ends_the_limit_state()
    {
        Push();
        _book.Band(96, 106, 101);
        Assert.Equal(["LimitStateLeft"], _book.Events);
    }

    [Fact]
    public void A_book_that_does_not_trade_has_no_limit_state()
    {
        Push();
        _book.Enter(SessionState.Auction);
        Assert.Equal(["SessionChanged Auction 0", "LimitStateLeft"], _book.Events);
        AssertEnded();
        _book.Enter(SessionState.Open);
        Assert.Equal(["SessionChanged Open 0", "LimitStateEntered Buy"], _book.Events);
    }

    [Fact]
    public void A_quote_at_the_edge_begins_the_limit_state()
    {
        _book.Buy(3, 5, 105);
        Assert.Equal(["Accepted 3 5", "Rested 3 5", "LimitStateEntered Buy"], _book.Events);
        _book.Cancel(3);
        Assert.Equal(["Canceled 3 5 Requested", "LimitStateLeft"], _book.Events);
        _book.Sell(4, 5, 95);
        Assert.Equal(["Accepted 4 5", "Rested 4 5", "LimitStateEntered Sell"], _book.Events);
    }

    [Fact]
    public void An_order_through_the_band_is_repriced_without_a_counterpart_too()
    {
        _book.Cancel(1);
        _book.Buy(3, 5, 120);
        Assert.Equal(["Accepted 3 5", "Repriced 3 5", "Rested 3 5", "LimitStateEntered Buy"], _book.Events);
        Assert.Equal(105, _book.Book.BestBid);
        // What sells inside the band finds it there.
        _book.Sell(4, 5, 103);
        Assert.Equal(["Accepted 4 5", "Traded 4<3 5@105", "LimitStateLeft"], _book.Events);
    }

    [Fact]
    public void A_band_that_moves_to_a_quote_begins_the_limit_state()
    {
        _book.Buy(3, 5, 104);
        _book.Band(94, 104, 99);
        Assert.Equal(["LimitStateEntered Buy"], _book.Events);
        _book.Band(93, 103, 98);
        Assert.Empty(_book.Events);
        Assert.Equal(LimitState.BuyersPush, _book.Book.LimitState);
    }

    [Fact]
    public void A_hidden_order_at_the_edge_is_no_quote()
    {
        _book.Buy(3, 5, 106, order => order.With(o => o with { Instructions = o.Instructions with { Hidden = true } }));
        Assert.Equal(["Accepted 3 5", "Repriced 3 5", "Rested 3 0"], _book.Events);
        AssertEnded();
    }

    private void Push(Func<OrderSpec, OrderSpec>? with = null)
    {
        _book.Buy(3, 5, 106, with ?? (order => order));
        Assert.Equal(LimitState.BuyersPush, _book.Book.LimitState);
    }

    private void AssertEnded() => Assert.Equal(LimitState.None, _book.Book.LimitState);
}
