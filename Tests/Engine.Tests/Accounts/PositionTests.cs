using TradingOps.Engine.Accounts;

namespace TradingOps.Engine.Tests.Accounts;

public sealed class PositionTests
{
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
    public void The_rest_after_a_flip_opens_at_the_fill_price()
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
        var position = new Position("ESZ6");
        position.Apply(new(2, 5000, 50, Fee: 4.5m), CostMethod.Average);
        Assert.Equal(5000, position.AveragePrice);
        Assert.Equal(-4.5m, position.RealizedPnl);
        Assert.Equal(4.5m, position.Fees);
    }

    [Fact]
    public void First_in_first_out_closes_the_oldest_fill_and_leaves_the_newer()
    {
        var position = Filled(CostMethod.Fifo, (2, 5000), (2, 5010), (-3, 5020));
        Assert.Equal((2 * 20 + 1 * 10) * 50, position.RealizedPnl);
        Assert.Equal((1, 5010), (position.Quantity, position.AveragePrice));
    }

    [Fact]
    public void Fills_at_one_price_are_one_lot()
    {
        var position = Filled(CostMethod.Fifo, [.. Enumerable.Repeat((1m, 5000m), 1000)]);
        Assert.Equal(1000, Assert.Single(position.Lots).Quantity);
    }

    [Fact]
    public void A_method_holds_until_the_position_is_flat()
    {
        var position = Filled(CostMethod.Fifo, (1, 5000), (1, 5010));
        position.Apply(new(-1, 5020, 50), CostMethod.Average);
        Assert.Equal((CostMethod.Fifo, 5010), (position.Method, position.AveragePrice));
        position.Apply(new(-2, 5020, 50), CostMethod.Average);
        Assert.Equal((CostMethod.Average, -1), (position.Method, position.Quantity));
    }

    private static Position Filled(params (decimal Quantity, decimal Price)[] fills) => Filled(CostMethod.Average, fills);

    private static Position Filled(CostMethod method, params (decimal Quantity, decimal Price)[] fills)
    {
        var position = new Position("ESZ6");
        foreach (var (quantity, price) in fills) position.Apply(new(quantity, price, 50), method);
        return position;
    }
}
