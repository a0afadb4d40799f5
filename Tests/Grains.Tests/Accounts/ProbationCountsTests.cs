using TradingOps.Grains.Accounts;

namespace TradingOps.Grains.Tests.Accounts;

/// <summary>Orders of each probation.</summary>
public sealed class ProbationCountsTests
{
    [Fact]
    public void Each_breaker_and_each_of_its_probations_counts_alone()
    {
        var counts = new ProbationCounts();
        Assert.Equal(0, counts.Of("firm", 3));
        counts.Add("firm", 3);
        counts.Add("firm", 3);
        counts.Add("symbol:AAPL", 3);
        Assert.Equal((2, 1, 0), (counts.Of("firm", 3), counts.Of("symbol:AAPL", 3), counts.Of("firm", 4)));
        counts.Add("firm", 5);
        Assert.Equal((0, 1), (counts.Of("firm", 3), counts.Of("firm", 5)));
    }
}
