using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

/// <summary>The book refuses what the table of order types does not allow, and nothing else.</summary>
public sealed class OrderTypesTests
{
    public static TheoryData<OrderType, TimeInForce, bool, bool> Combinations()
    {
        var all = new TheoryData<OrderType, TimeInForce, bool, bool>();
        foreach (var type in Enum.GetValues<OrderType>())
            foreach (var time in Enum.GetValues<TimeInForce>())
                foreach (var isPostOnly in new[] { false, true })
                    foreach (var isIceberg in new[] { false, true })
                        all.Add(type, time, isPostOnly, isIceberg);
        return all;
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void The_book_accepts_what_the_table_allows(OrderType type, TimeInForce time, bool isPostOnly, bool isIceberg)
    {
        var book = new TestBook();
        book.Last(100);
        // A stop that the last price has not reached, and an order to trade with.
        book.Sell(1, 10, 100);
        if (time == TimeInForce.Opg) book.Enter(SessionState.Auction);
        var reason = book.Apply(new()
        {
            Kind = BookCommandKind.New,
            OrderId = 2,
            Account = 2,
            Spec = new()
            {
                Instructions = new(Side.Buy, type, time, default, isPostOnly),
                Quantity = 10,
                DisplayQuantity = isIceberg ? 2 : 0,
                // A market order rests at its worst price in an auction.
                Price = type.HasLimit() || (type == OrderType.Market && time.IsOfAuction()) ? 99 : 0,
                StopPrice = !type.HasStop() ? 0 : type.WaitsForBetter() ? 95 : 105,
                TrailAmount = type == OrderType.TrailingStop ? 5 : 0,
                ExpireAt = time == TimeInForce.Gtd ? 1_000 : 0,
            },
        });
        var isAllowed = type.Allows(time) && (!isPostOnly || type.RestsAtLimit(time))
            && (!isIceberg || type.AllowsDisplay(time));
        Assert.Equal(isAllowed ? BookReason.None : BookReason.InvalidOrder, reason);
    }

    [Theory]
    [InlineData(OrderType.Market, false, false, false)]
    [InlineData(OrderType.Limit, true, false, false)]
    [InlineData(OrderType.Stop, false, true, true)]
    [InlineData(OrderType.StopLimit, true, true, true)]
    [InlineData(OrderType.TrailingStop, false, false, true)]
    [InlineData(OrderType.MarketIfTouched, false, true, true)]
    [InlineData(OrderType.LimitIfTouched, true, true, true)]
    public void A_type_needs_its_prices(OrderType type, bool limit, bool stop, bool waits) =>
        Assert.Equal((limit, stop, waits), (type.HasLimit(), type.HasStop(), type.Waits()));

    [Theory]
    [InlineData(OrderType.Market, TimeInForce.Day, true)]
    [InlineData(OrderType.Limit, TimeInForce.Gtc, false)]
    [InlineData(OrderType.Limit, TimeInForce.Ioc, true)]
    [InlineData(OrderType.Limit, TimeInForce.Fok, true)]
    [InlineData(OrderType.StopLimit, TimeInForce.Gtd, false)]
    [InlineData(OrderType.Stop, TimeInForce.Ioc, false)]
    public void An_order_that_may_not_rest_must_trade_now(OrderType type, TimeInForce time, bool mustTrade) =>
        Assert.Equal(mustTrade, type.MustTradeNow(time));
}
