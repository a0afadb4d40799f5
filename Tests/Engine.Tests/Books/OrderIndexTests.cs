using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

public sealed class OrderIndexTests
{
    private readonly OrderIndex _index = new(capacity: 16);
    private readonly Dictionary<long, int> _expected = [];

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(1 << 20)]
    [InlineData(1L << 40)]
    public void Ids_are_found_however_far_apart_they_are(long step)
    {
        for (var i = 0; i < 5_000; i++) Add(i * step, i);
        AssertAll();
        for (var i = 0; i < 5_000; i += 3) Remove(i * step);
        AssertAll();
        for (var i = 0; i < 5_000; i += 6) Add(i * step, i + 7);
        AssertAll();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_holds_what_was_added_and_not_removed_after_any_history(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 50_000; i++)
        {
            // Neighbours, ids far away, and the ends of the range.
            var id = random.Next(4) switch
            {
                0 => random.NextInt64(0, long.MaxValue) & ~0xFFFFFL,
                1 => long.MaxValue - random.Next(100),
                _ => random.Next(2_000),
            };
            if (_expected.ContainsKey(id)) Remove(id);
            else Add(id, random.Next(BookLimits.OrderBound));
        }
        AssertAll();
        foreach (var id in _expected.Keys.ToArray()) Remove(id);
        Assert.Equal(0, _index.Count);
    }

    private void Add(long id, int slot)
    {
        Assert.Equal(-1, _index.Find(id));
        _index.Add(id, slot);
        _expected.Add(id, slot);
    }

    private void Remove(long id)
    {
        _index.Remove(id);
        _expected.Remove(id);
        Assert.Equal(-1, _index.Find(id));
    }

    private void AssertAll()
    {
        Assert.Equal(_expected.Count, _index.Count);
        foreach (var (id, slot) in _expected) Assert.Equal(slot, _index.Find(id));
    }
}
