using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Marks;

namespace TradingOps.Grains.Tests.Marks;

public sealed class MarkCacheTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly MarkCache _cache;
    private long _version;

    public MarkCacheTests() => _cache = new(_clock, Options.Create(new MarkOptions()));

    [Fact]
    public void A_reader_follows_what_changed_since_it_last_looked()
    {
        Assert.Empty(Follow()!);
        _cache.Publish("AAPL", At(100));
        _cache.Publish("MSFT", At(200));
        Assert.Equal(["AAPL", "MSFT"], Follow()!);
        Assert.Empty(Follow()!);
        _cache.Publish("AAPL", At(101));
        Assert.Equal(["AAPL"], Follow()!);
    }

    [Fact]
    public void Prices_by_which_nothing_is_worth_another_value_are_no_change()
    {
        _cache.Publish("AAPL", At(100));
        Follow();
        _clock.Advance(MarkCache.FreshFor);
        _cache.Publish("AAPL", At(100));
        Assert.Empty(Follow()!);
        Assert.True(_cache.IsFresh("AAPL"));
        // The bid is gone, and what positions are worth stays.
        _cache.Publish("AAPL", At(100) with { Bid = null });
        Assert.Empty(Follow()!);
        _cache.Publish("AAPL", At(99) with { Bid = null, Ask = 101 });
        Assert.Equal(["AAPL"], Follow()!);
    }

    [Fact]
    public void A_price_of_a_trade_grows_old_but_a_quote_does_not()
    {
        var now = _clock.GetMicroseconds();
        _cache.Publish("AAPL", At(100) with { TradedAt = now });
        _cache.Publish("MSFT", At(200));
        for (var second = 0; second < 300; second++) Advance();
        Assert.False(_cache["AAPL"].IsStale);
        Advance();
        Assert.Equal((true, false), (_cache["AAPL"].IsStale, _cache["MSFT"].IsStale));

        void Advance()
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            foreach (var symbol in new[] { "AAPL", "MSFT" }) _cache.Publish(symbol, _cache[symbol] with { IsOld = false });
        }
    }

    [Fact]
    public void Without_a_price_of_now_the_one_before_stands_for_it()
    {
        _cache.Publish("AAPL", At(100));
        _cache.Publish("AAPL", new(null, 300, 200) { IsOpen = true });
        Assert.Equal((100, true), (_cache["AAPL"].Price, _cache["AAPL"].IsStale));
        // In an auction the price stands still, and is no worse for that.
        _cache.Publish("AAPL", new(130, 120, 200));
        Assert.Equal((100, false), (_cache["AAPL"].Price, _cache["AAPL"].IsStale));
    }

    [Fact]
    public void The_same_prices_again_are_a_change_if_they_had_grown_old()
    {
        _cache.Publish("AAPL", At(100));
        Follow();
        _clock.Advance(MarkCache.OldAfter + TimeSpan.FromMilliseconds(1));
        Assert.True(_cache["AAPL"].IsOld);
        Assert.Empty(Follow()!);
        _cache.Publish("AAPL", At(100));
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
        for (var i = 0; i < changes; i++) _cache.Publish("AAPL", At(100 + i));
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
            for (var i = 1; i <= changes; i++) _cache.Publish($"S{thread}{i % 7}", At(i));
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

    private static Mark At(decimal price) => new(price, price + 1, price) { Price = price, IsOpen = true };

    /// <summary>Null if any may have changed.</summary>
    private List<string>? Follow(int atMost = int.MaxValue)
    {
        var changed = new List<string>();
        return _cache.TryFollow(ref _version, atMost, changed) ? changed : null;
    }
}
