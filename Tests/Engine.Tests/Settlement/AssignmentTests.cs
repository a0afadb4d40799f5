using TradingOps.Engine.Settlement;

namespace TradingOps.Engine.Tests.Settlement;

public sealed class AssignmentTests
{
    [Fact]
    public void A_draw_gives_everybody_its_share_to_a_contract()
    {
        var random = new Random(3);
        for (var round = 0; round < 10_000; round++)
        {
            long[] shorts = [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => (long)random.Next(0, 40))];
            var all = shorts.Sum();
            var exercised = random.NextInt64(0, all + 1);
            var assigned = Assignment.Draw(shorts, exercised, (ulong)random.NextInt64());
            Assert.Equal(exercised, assigned.Sum());
            for (var i = 0; i < shorts.Length; i++)
            {
                Assert.InRange(assigned[i], 0, shorts[i]);
                var share = all == 0 ? 0 : (double)shorts[i] * exercised / all;
                Assert.InRange(assigned[i], Math.Floor(share), Math.Ceiling(share));
            }
        }
    }

    [Fact]
    public void Every_contract_has_the_same_chance()
    {
        var hits = new long[3];
        for (ulong seed = 0; seed < 60_000; seed++)
        {
            var assigned = Assignment.Draw([1, 2, 3], 1, seed);
            for (var i = 0; i < hits.Length; i++) hits[i] += assigned[i];
        }
        Assert.Equal([10_000, 20_000, 30_000], hits);
    }

    [Fact]
    public void A_draw_of_the_largest_positions_does_not_overflow()
    {
        long[] shorts = [long.MaxValue / 4, long.MaxValue / 4, 1];
        Assert.Equal(shorts, Assignment.Draw(shorts, shorts.Sum(), ulong.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => Assignment.Draw([1], 2, 0));
    }

    [Fact]
    public void A_seed_is_that_of_its_record() => Assert.Equal(
        3, new[] { (1L, 1L), (1L, 2L), (2L, 1L) }.Select(r => Assignment.SeedOf("AAPL", r.Item1, r.Item2)).Distinct().Count());
}
