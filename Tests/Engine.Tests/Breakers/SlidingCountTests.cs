using TradingOps.Engine.Breakers;

namespace TradingOps.Engine.Tests.Breakers;

public sealed class SlidingCountTests
{
    private readonly SlidingCount _count = new(TimeSpan.FromMilliseconds(10));

    [Fact]
    public void What_is_as_old_as_the_window_counts_no_more()
    {
        _count.Add(50_000);
        _count.Add(55_000);
        Assert.Equal((2, 1), (_count.CountAt(59_999), _count.CountAt(60_000)));
    }

    [Fact]
    public void What_came_before_the_clock_was_set_back_does_not_count()
    {
        _count.Add(3_600_000_000);
        _count.Add(50_000);
        Assert.Equal(1, _count.CountAt(50_000));
        Assert.Equal(0, _count.CountAt(60_000));
    }

    [Fact]
    public void A_clock_step_back_within_the_window_loses_nothing()
    {
        _count.Add(59_000);
        _count.Add(50_000);
        Assert.Equal(2, _count.CountAt(50_000));
    }
}
