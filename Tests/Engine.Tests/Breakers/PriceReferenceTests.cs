using TradingOps.Engine.Breakers;

namespace TradingOps.Engine.Tests.Breakers;

public sealed class PriceReferenceTests
{
    private const long Second = 1_000_000;

    private readonly PriceReference _reference = new(TimeSpan.FromSeconds(10));

    [Fact]
    public void It_is_the_average_of_the_trades_of_the_window()
    {
        Assert.Null(_reference.At(100 * Second));
        _reference.Add(100, 100 * Second);
        _reference.Add(110, 101 * Second);
        _reference.Add(120, 105 * Second);
        Assert.Equal(110, _reference.At(105 * Second));
        Assert.Equal(115, _reference.At(110 * Second));
        Assert.Equal(120, _reference.At(114 * Second));
        Assert.Null(_reference.At(115 * Second));
    }
}
