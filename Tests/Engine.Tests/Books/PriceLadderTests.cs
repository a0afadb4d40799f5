using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

public sealed class PriceLadderTests
{
    /// <summary>Prices close together, spread wide, in far clusters, and on a walk that leaves every window behind.</summary>
    [Theory]
    [InlineData(true, 100, 0)]
    [InlineData(false, 100, 0)]
    [InlineData(true, 1_000_000, 0)]
    [InlineData(false, 1_000_000, 0)]
    [InlineData(true, 1L << 40, 0)]
    [InlineData(false, 1L << 40, 0)]
    [InlineData(true, 2_000, 300)]
    [InlineData(false, 2_000, -300)]
    public void It_knows_the_levels_in_their_order_after_any_history(bool highestFirst, long spread, long drift)
    {
        var random = new Random(1);
        var ladder = new PriceLadder(highestFirst);
        var expected = new SortedDictionary<long, int>();
        for (var i = 0; i < 30_000; i++)
        {
            var price = i * drift + random.NextInt64(-spread, spread + 1);
            if (random.Next(8) == 0) price = price / spread * spread + random.Next(200);
            if (expected.Count > 400 || (expected.Count > 0 && random.Next(3) == 0))
            {
                var gone = expected.Keys.ElementAt(random.Next(expected.Count));
                Assert.Equal(expected[gone], ladder.Find(gone));
                ladder.Remove(expected[gone]);
                expected.Remove(gone);
                Assert.Equal(-1, ladder.Find(gone));
            }
            else
            {
                var level = ladder.FindOrAdd(price);
                if (!expected.TryAdd(price, level)) Assert.Equal(expected[price], level);
            }
            if (i % 500 == 0) AssertSame(expected, ladder, highestFirst);
            Assert.Equal(expected.Count, ladder.Count);
            var best = expected.Count == 0 ? -1 : (highestFirst ? expected.Last() : expected.First()).Value;
            Assert.Equal(best, ladder.Best);
        }
        AssertSame(expected, ladder, highestFirst);
    }

    private static void AssertSame(SortedDictionary<long, int> expected, PriceLadder ladder, bool highestFirst)
    {
        var levels = new List<(long, int)>();
        for (var level = ladder.Best; level >= 0; level = ladder.Next(level)) levels.Add((ladder.PriceOf(level), level));
        var sorted = expected.Select(e => (e.Key, e.Value));
        Assert.Equal(highestFirst ? sorted.Reverse() : sorted, levels);
    }
}
