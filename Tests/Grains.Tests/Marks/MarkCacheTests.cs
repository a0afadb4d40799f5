using Microsoft.Extensions.Time.Testing;
using TradingOps.Grains.Marks;

namespace TradingOps.Grains.Tests.Marks;

public sealed class MarkCacheTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly MarkCache _cache;
    private long _version;

    public MarkCacheTests() => _cache = new(_clock);

    [Fact]
    public void A_reader_follows_what_changed_since_it_last_looked()
    {
        Assert.Empty(Follow()!);
        _cache.Publish("AAPL", new(100, 101, 100));
        _cache.Publish("MSFT", new(200, 201, 200));
        Assert.Equal(["AAPL", "MSFT"], Follow()!);
        Assert.Empty(Follow()!);
        _cache.Publish("AAPL", new(100, 102, 100));
        Assert.Equal(["AAPL"], Follow()!);
    }

    [Fact]
    public void Prices_by_which_nothing_is_worth_another_value_are_no_change()
    {
        _cache.Publish("AAPL", new(100, 101, 100));
        Follow();
        _clock.Advance(MarkCache.FreshFor);
        _cache.Publish("AAPL", new(100, 101, 100));
        Assert.Empty(Follow()!);
        Assert.True(_cache.IsFresh("AAPL"));
        // A long position is worth the last trade now, which was at the bid.
        _cache.Publish("AAPL", new(null, 101, 100));
        Assert.Empty(Follow()!);
        _cache.Publish("AAPL", new(null, 101, 99));
        Assert.Equal(["AAPL"], Follow()!);
    }

    [Fact]
    public void The_same_prices_again_are_a_change_if_they_had_grown_old()
    {
        _cache.Publish("AAPL", new(100, 101, 100));
        Follow();
        _clock.Advance(MarkCache.OldAfter + TimeSpan.FromMilliseconds(1));
        Assert.True(_cache["AAPL"].IsOld);
        Assert.Empty(Follow()!);
        _cache.Publish("AAPL", new(100, 101, 100));
        Assert.False(_cache["AAPL"].IsOld);
        Assert.Equal(["AAPL"], Follow()!);
    }

    [Fact]
    public void The_first_update_of_an_empty_market_is_a_change()
    {
        _cache.Publish("AAPL", default);
        Assert.Equal(["AAPL"], Follow()!);
    }

    [Theory]
    [InlineData(3, 3, true)]
    [InlineData(4, 3, false)]
    [InlineData(16_384, int.MaxValue, true)]
    [InlineData(16_385, int.MaxValue, false)]
    public void More_changes_than_asked_for_or_remembered_are_any(int changes, int atMost, bool isKnown)
    {
        for (var i = 0; i < changes; i++) _cache.Publish("AAPL", new(100 + i, null, null));
        Assert.Equal(isKnown ? changes : null, Follow(atMost)?.Count);
        Assert.Empty(Follow(atMost)!);
        _cache.Publish("MSFT", default);
        Assert.Equal(["MSFT"], Follow(atMost)!);
    }

    [Fact]
    public void Nothing_is_missed_while_others_publish()
    {
        const int changes = 100_000;
        var (known, threads) = (new Dictionary<string, decimal?>(), 2);
        var publishing = Enumerable.Range(0, threads).Select(thread => Task.Run(() =>
        {
            for (var i = 1; i <= changes; i++) _cache.Publish($"S{thread}{i % 7}", new(i, null, null));
        })).ToArray();
        while (!Task.WhenAll(publishing).IsCompleted) Read();
        Read();
        Assert.Equal(threads * 7, known.Count);
        Assert.All(known, symbol => Assert.Equal(_cache[symbol.Key].Bid, symbol.Value));

        void Read()
        {
            var changed = Follow() ?? [.. Enumerable.Range(0, threads * 7).Select(i => $"S{i / 7}{i % 7}")];
            foreach (var symbol in changed) known[symbol] = _cache[symbol].Bid;
        }
    }

    /// <summary>Null if any may have changed.</summary>
    private List<string>? Follow(int atMost = int.MaxValue)
    {
        var changed = new List<string>();
        return _cache.TryFollow(ref _version, atMost, changed) ? changed : null;
    }
}
