using TradingOps.Engine.Accounts;
using TradingOps.Engine.Breakers;

namespace TradingOps.Engine.Tests.Breakers;

public sealed class ProbationLimitsTests
{
    private static readonly ProbationLimits Probation = new() { MaxOrders = 3, Share = 0.1m };
    private static readonly AccountLimits Limits = new()
    {
        MaxOrderQuantity = 1_000,
        MaxOrderNotional = 20_000,
        MaxPosition = 3_000,
    };

    [Theory]
    [InlineData(3, 100, 2_000, 300, null, 0, 0)]
    [InlineData(4, 100, 2_000, 300, "number", 4, 3)]
    [InlineData(3, 101, 2_000, 300, "quantity", 101, 100)]
    [InlineData(3, 100, 2_001, 300, "value", 2_001, 2_000)]
    [InlineData(3, 100, 2_000, 301, "position", 301, 300)]
    [InlineData(3, 100, 2_000, -5_000, null, 0, 0)]
    public void An_order_may_use_a_tenth_of_each_limit(
        int orders, int quantity, int notional, int position, string? what, int value, int threshold)
    {
        var breach = Probation.FindBreach(orders, quantity, notional, position, Limits);
        Assert.Equal(what is not null, breach.HasValue);
        if (breach is not { } found) return;
        Assert.Contains(what!, found.What, StringComparison.Ordinal);
        Assert.Equal((value, threshold), (found.Value, found.Threshold));
    }

    [Fact]
    public void A_limit_that_is_off_is_off_in_probation_too() =>
        Assert.Null(Probation.FindBreach(1, 1_000_000, 1_000_000, 1_000_000, AccountLimits.None));
}
