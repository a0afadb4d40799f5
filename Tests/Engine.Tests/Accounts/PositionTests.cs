using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Tests.Accounts;

public sealed class PositionTests
{
    private static readonly Instrument Future = InstrumentCatalogue.Default["ESZ6"];

    [Fact]
    public void Fills_on_one_side_are_averaged()
    {
        var position = Filled((2, 5000), (1, 5003));
        Assert.Equal(3, position.Quantity);
        Assert.Equal(5001, position.AveragePrice);
        Assert.Equal(0, position.RealizedPnl);
        Assert.Equal((5010 - 5001) * 3 * 50, position.UnrealizedPnl(5010, 50));
    }

    [Fact]
    public void A_fill_against_it_realises_and_leaves_the_average()
    {
        var position = Filled((4, 5000), (-1, 5010));
        Assert.Equal(3, position.Quantity);
        Assert.Equal(5000, position.AveragePrice);
        Assert.Equal(500, position.RealizedPnl);
    }

    [Fact]
    public void A_short_gains_when_the_price_falls()
    {
        var position = Filled((-2, 5000), (1, 4990));
        Assert.Equal(-1, position.Quantity);
        Assert.Equal(500, position.RealizedPnl);
        Assert.Equal(1000, position.UnrealizedPnl(4980, 50));
    }

    [Fact]
    public void What_is_left_after_a_flip_opens_at_the_price_of_the_fill()
    {
        var position = Filled((1, 5000), (-3, 5004));
        Assert.Equal(-2, position.Quantity);
        Assert.Equal(5004, position.AveragePrice);
        Assert.Equal(200, position.RealizedPnl);
    }

    [Fact]
    public void Thirds_do_not_drift()
    {
        var position = Filled((1, 5000), (1, 5000), (1, 5000.25m), (-1, 5001), (-1, 5001), (-1, 5001));
        Assert.Equal(0, position.Quantity);
        Assert.Equal(0, position.OpenCost);
        Assert.Equal(0, position.AveragePrice);
        Assert.Equal((3 * 5001 - 15000.25m) * 50, position.RealizedPnl);
    }

    [Fact]
    public void Fees_lower_the_realised_result_and_not_the_average()
    {
        var position = new Position(Future.Symbol);
        position.Apply(2, 5000, Future, fee: 4.5m);
        Assert.Equal(5000, position.AveragePrice);
        Assert.Equal(-4.5m, position.RealizedPnl);
        Assert.Equal(4.5m, position.Fees);
    }

    private static Position Filled(params (decimal Quantity, decimal Price)[] fills)
    {
        var position = new Position(Future.Symbol);
        foreach (var (quantity, price) in fills) position.Apply(quantity, price, Future, fee: 0);
        return position;
    }
}
