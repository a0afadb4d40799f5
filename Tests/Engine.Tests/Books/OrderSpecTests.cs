using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;

namespace TradingOps.Engine.Tests.Books;

/// <summary>What an order asks for, in memory and as bytes.</summary>
public sealed class OrderSpecTests
{
    [Fact]
    public void Every_order_is_read_as_it_was_written()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var spec = new RandomCommand(seed).Make().Spec;
            Assert.Equal(spec, OrderSpec.FromBytes(spec.ToBytes()));
        }
    }

    [Fact]
    public void Instructions_keep_each_value_apart_from_the_others()
    {
        foreach (var side in Enum.GetValues<Side>())
            foreach (var type in Enum.GetValues<OrderType>())
                foreach (var time in Enum.GetValues<TimeInForce>())
                    foreach (var prevention in Enum.GetValues<SelfTradePrevention>())
                        foreach (var postOnly in new[] { false, true })
                        {
                            var order = new OrderInstructions(side, type, time, prevention, postOnly);
                            Assert.Equal(
                                (side, type, time, prevention, postOnly),
                                (order.Side, order.Type, order.TimeInForce, order.SelfTradePrevention, order.PostOnly));
                            Assert.True(order.AreKnown);
                            Assert.Equal(order, OrderInstructions.FromBits(order.ToBits()));
                            Assert.Equal(order, new OrderInstructions() with
                            {
                                PostOnly = postOnly,
                                SelfTradePrevention = prevention,
                                TimeInForce = time,
                                Type = type,
                                Side = side,
                            });
                        }
    }

    [Fact]
    public void An_unknown_value_is_found_and_changes_no_other()
    {
        var order = new OrderInstructions(Side.Sell, OrderType.Limit, TimeInForce.Gtc);
        var odd = order with { SelfTradePrevention = (SelfTradePrevention)255 };
        Assert.False(odd.AreKnown);
        Assert.False(odd.PostOnly);
        Assert.Equal(order, odd with { SelfTradePrevention = default });
    }

    [Theory]
    [InlineData(OrderType.Limit, TimeInForce.Gtc, true, null)]
    [InlineData(OrderType.Limit, TimeInForce.Ioc, false, null)]
    [InlineData(OrderType.Market, TimeInForce.Fok, false, null)]
    [InlineData(OrderType.Stop, TimeInForce.Gtd, false, null)]
    [InlineData(OrderType.Market, TimeInForce.Ioc, false, null)]
    [InlineData(OrderType.Market, TimeInForce.Gtd, false, TradingError.InvalidTimeInForce)]
    [InlineData(OrderType.StopLimit, TimeInForce.Fok, false, null)]
    [InlineData(OrderType.Stop, TimeInForce.Ioc, true, TradingError.InvalidPostOnly)]
    [InlineData(OrderType.Limit, TimeInForce.Fok, true, TradingError.InvalidPostOnly)]
    [InlineData(OrderType.Market, TimeInForce.Ioc, true, TradingError.InvalidPostOnly)]
    [InlineData(OrderType.StopLimit, TimeInForce.Gtc, true, TradingError.InvalidPostOnly)]
    public void A_contradiction_has_the_error_of_the_field_that_is_wrong(
        OrderType type, TimeInForce time, bool postOnly, TradingError? code) =>
        Assert.Equal(code, new OrderInstructions(Side.Buy, type, time, postOnly: postOnly).FindContradiction()?.Code);

    [Fact]
    public void A_contradiction_is_named_exactly_where_there_is_one()
    {
        foreach (var type in Enum.GetValues<OrderType>())
            foreach (var time in Enum.GetValues<TimeInForce>())
                foreach (var postOnly in new[] { false, true })
                {
                    var order = new OrderInstructions(Side.Buy, type, time, postOnly: postOnly);
                    Assert.Equal(order.AreConsistent, order.FindContradiction() is null);
                }
    }
}
