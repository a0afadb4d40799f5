using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Errors;

namespace TradingOps.Engine.Tests.Breakers;

public sealed class BreakerGateTests
{
    private static readonly BreakerGate.Order Order = new(Side.Buy, 10, 0, 0, MustTradeNow: true);

    [Theory]
    [InlineData(BreakerState.Closed, BreakerState.Closed, BreakerState.Closed, null)]
    [InlineData(BreakerState.HalfOpen, BreakerState.LimitState, BreakerState.HalfOpen, null)]
    [InlineData(BreakerState.Unknown, BreakerState.Closed, BreakerState.Closed, "breaker_unknown")]
    [InlineData(BreakerState.Closed, BreakerState.Unknown, BreakerState.Isolated, "breaker_unknown")]
    [InlineData(BreakerState.Open, BreakerState.Closed, BreakerState.Closed, "breaker_open")]
    [InlineData(BreakerState.Isolated, BreakerState.Closed, BreakerState.Closed, "breaker_open")]
    [InlineData(BreakerState.Closed, BreakerState.Closed, BreakerState.Open, "breaker_open")]
    [InlineData(BreakerState.ReduceOnly, BreakerState.Closed, BreakerState.Isolated, "breaker_open")]
    [InlineData(BreakerState.Closed, BreakerState.Isolated, BreakerState.Closed, "breaker_open")]
    [InlineData(BreakerState.Closed, BreakerState.Open, BreakerState.Closed, "halted")]
    [InlineData(BreakerState.ReduceOnly, BreakerState.Closed, BreakerState.Closed, "reduce_only")]
    [InlineData(BreakerState.Closed, BreakerState.Closed, BreakerState.ReduceOnly, "reduce_only")]
    public void The_worst_breaker_decides(BreakerState firm, BreakerState symbol, BreakerState account, string? code)
    {
        Assert.Equal(code, BreakerGate.Check(Order, firm, BreakerState.Closed, symbol, account)?.Code.ToName());
        // A desk's counts as the firm's does.
        Assert.Equal(code, BreakerGate.Check(Order, BreakerState.Closed, firm, symbol, account)?.Code.ToName());
    }

    [Fact]
    public void A_halted_symbol_takes_what_can_rest() => Assert.Null(BreakerGate.Check(
        Order with { MustTradeNow = false }, BreakerState.Closed, BreakerState.Closed, BreakerState.Open,
        BreakerState.Closed));

    [Theory]
    [InlineData(Side.Sell, 10, 10, 0, true)]
    [InlineData(Side.Sell, 11, 10, 0, false)]
    [InlineData(Side.Sell, 6, 10, 4, true)]
    [InlineData(Side.Sell, 7, 10, 4, false)]
    [InlineData(Side.Sell, 1, 10, 12, false)]
    [InlineData(Side.Buy, 1, 10, 0, false)]
    [InlineData(Side.Buy, 10, -10, 0, true)]
    [InlineData(Side.Buy, 10, -10, 1, false)]
    [InlineData(Side.Sell, 1, -10, 0, false)]
    [InlineData(Side.Buy, 1, 0, 0, false)]
    public void Reduce_only_admits_what_is_left_to_close(Side side, int quantity, int position, int resting, bool passes) =>
        Assert.Equal(passes, BreakerGate.Check(new(side, quantity, position, resting, false),
            BreakerState.Closed, BreakerState.Closed, BreakerState.Closed, BreakerState.ReduceOnly) is null);
}
