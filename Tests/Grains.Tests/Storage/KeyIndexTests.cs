using Microsoft.Extensions.Logging.Abstractions;
using TradingOps.Grains.Orders;
using TradingOps.Silo.Storage.Embedded.Scratch;

namespace TradingOps.Grains.Tests.Storage;

public sealed class KeyIndexTests : IDisposable
{
    private readonly ScratchStore _scratch = new(Path.GetTempPath(), TimeSpan.FromSeconds(1), NullLogger.Instance);

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(1, 300, 3_000)]
    [InlineData(2, 100_000, 20_000)]
    [InlineData(3, 1, 300)]
    public void Every_place_is_found_under_its_hash_however_many_share_it(int seed, int hashes, int count)
    {
        var random = new Random(seed);
        var index = new KeyIndex(_scratch, inMemory: 32);
        var known = Enumerable.Range(0, hashes).Select(_ => (ulong)random.NextInt64() << random.Next(2)).ToArray();
        var expected = new Dictionary<ulong, List<int>>();
        for (var place = 0; place < count; place++)
        {
            var hash = known[random.Next(known.Length)];
            index.Add(hash, place);
            if (!expected.TryGetValue(hash, out var places)) expected.Add(hash, places = []);
            places.Add(place);
        }
        foreach (var (hash, places) in expected) Assert.Equal(places, index.Find(hash).Order());
        for (var i = 0; i < 1_000; i++)
        {
            var unknown = (ulong)random.NextInt64();
            Assert.Equal(expected.GetValueOrDefault(unknown, []), index.Find(unknown));
        }
    }

    [Fact]
    public void A_filter_lets_all_of_its_own_pass_and_few_others()
    {
        var (random, filter) = (new Random(4), new KeyFilter(100_000));
        var own = Enumerable.Range(0, 100_000).Select(_ => (ulong)random.NextInt64() << 1).ToArray();
        foreach (var hash in own) filter.Add(hash);
        Assert.All(own, hash => Assert.True(filter.MayHave(hash)));
        Assert.InRange(Enumerable.Range(0, 100_000).Count(_ => filter.MayHave((ulong)random.NextInt64() << 1 | 1)), 0, 2_500);
    }

    [Fact]
    public void A_list_is_the_same_wherever_its_pages_are()
    {
        var (random, list, expected) = (new Random(5), new PagedList<long>(_scratch, pagesInMemory: 2), new List<long>());
        for (var i = 0; i < 20_000; i++)
        {
            var value = random.NextInt64();
            list.Add(value);
            expected.Add(value);
        }
        using var moved = new ManualResetEventSlim();
        _scratch.MoveLater(() =>
        {
            for (var i = 0; i < 20_000; i += 7) list.Set(i, expected[i] = i);
            moved.Set();
        });
        Assert.True(moved.Wait(TimeSpan.FromSeconds(30)));
        Assert.Equal(expected.Count, list.Count);
        for (var i = 0; i < 1_000; i++)
        {
            var (from, items) = (random.Next(20_000), new long[random.Next(3_000)]);
            var read = list.Read(from, items);
            Assert.Equal(expected.Skip(from).Take(items.Length), items.Take(read));
            Assert.Equal(expected[from], list[from]);
        }
    }
}
