using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;

namespace TradingOps.Engine.Tests.Risk;

public sealed class PreTradeChecksTests
{
    private static readonly Instrument Stock = InstrumentCatalogue.Default["AAPL"];
    private static readonly Mark Prices = new(Bid: 100, Ask: 100, Last: 100);
    private readonly Account _account = new("a");

    public PreTradeChecksTests() => _account.MoveCash(10_000);

    [Fact]
    public void An_order_within_buying_power_passes() => Assert.Null(Check(Side.Buy, 100_00, 100));

    [Fact]
    public void One_share_more_is_refused_with_the_value_and_the_threshold()
    {
        var refusal = Check(Side.Buy, 100_00, 101);
        Assert.Equal("insufficient_buying_power", refusal!.Code);
        Assert.Contains("10100", refusal.Detail, StringComparison.Ordinal);
        Assert.Contains("10000", refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Orders_under_way_count()
    {
        _account.Reserve(new("AAPL", 0, Side.Buy, 100_00, 60));
        Assert.Null(Check(Side.Buy, 100_00, 40));
        Assert.Equal("insufficient_buying_power", Check(Side.Buy, 100_00, 41)!.Code);
        _account.Release(new("AAPL", 0, Side.Buy, 100_00, 60));
        Assert.Null(Check(Side.Buy, 100_00, 100));
    }

    [Fact]
    public void An_order_that_only_reduces_needs_nothing()
    {
        Fill(Side.Buy, 100_00, 100);
        Assert.Null(Check(Side.Sell, 1_00, 100));
        Assert.Equal("insufficient_buying_power", Check(Side.Buy, 100_00, 1)!.Code);
        // Beyond the position it opens a short.
        Assert.Equal("insufficient_buying_power", Check(Side.Sell, 100_00, 101)!.Code);
    }

    [Theory]
    [InlineData(BreakerState.Open, "breaker_open")]
    [InlineData(BreakerState.Unknown, "breaker_unknown")]
    public void A_breaker_that_is_not_closed_wins(BreakerState breaker, string code) =>
        Assert.Equal(code, Check(Side.Buy, 100_00, 1_000_000, breaker)!.Code);

    [Fact]
    public void Too_many_open_orders_and_too_large_a_value_are_refused()
    {
        _account.SetLimits(new() { MaxOrderNotional = 500 });
        Assert.Equal("max_notional", Check(Side.Buy, 100_00, 6)!.Code);
        _account.SetLimits(new() { MaxOpenOrders = 0 });
        Assert.Equal("max_open_orders", Check(Side.Buy, 100_00, 1)!.Code);
    }

    private Refusal? Check(Side side, long price, long lots, BreakerState breaker = BreakerState.Closed) => PreTradeChecks.Check(
        new("AAPL", 0, side, price, lots), _account, Stock, breaker, Prices,
        () => Valuation.Of(_account, _ => Stock, _ => Prices));

    private void Fill(Side side, long price, long lots)
    {
        var market = new Market("AAPL");
        var order = new BookCommand { Type = OrderType.Limit, TimeInForce = TimeInForce.Gtc, Price = price, Quantity = lots };
        var records = new[]
        {
            market.Enter(order with { Side = side }, "a", null),
            market.Enter(order with { Side = side == Side.Buy ? Side.Sell : Side.Buy }, "b", null),
        };
        foreach (var report in records.SelectMany(r => r.Reports()).Where(r => r.Account == "a")) _account.Apply(report, Stock);
    }
}
