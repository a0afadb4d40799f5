using Microsoft.Extensions.Time.Testing;
using TradingOps.Engine.Breakers;
using TradingOps.Grains.Breakers;

namespace TradingOps.Grains.Tests.Breakers;

public sealed class BreakerCacheTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly BreakerCache _cache;

    public BreakerCacheTests() => _cache = new(_clock);

    [Fact]
    public void Before_the_first_answer_every_breaker_is_unknown()
    {
        Assert.Equal(BreakerState.Unknown, _cache.Firm);
        Assert.Equal(BreakerState.Unknown, _cache.Symbol("AAPL"));
    }

    [Fact]
    public void An_answer_holds_for_the_lease_counted_from_its_request()
    {
        var askedAt = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromSeconds(1));
        _cache.Update(BreakerParts.Firm("closed", 1), askedAt);
        _clock.Advance(BreakerCache.Lease - TimeSpan.FromSeconds(1));
        Assert.Equal(BreakerState.Closed, _cache.Firm);
        Assert.Equal(BreakerState.Closed, _cache.Symbol("AAPL"));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(BreakerState.Unknown, _cache.Firm);
        Assert.Equal(BreakerState.Unknown, _cache.Symbol("AAPL"));
        _cache.Update(BreakerParts.Firm("closed", 1), _clock.GetTimestamp());
        Assert.Equal(BreakerState.Closed, _cache.Firm);
    }

    [Fact]
    public void An_unrequested_change_is_accepted_and_renews_no_lease()
    {
        _cache.Update(BreakerParts.Firm("closed", 1), _clock.GetTimestamp());
        _clock.Advance(BreakerCache.Lease);
        _cache.Update(BreakerParts.Firm("reduce_only", 2));
        Assert.Equal(BreakerState.ReduceOnly, _cache.Firm);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(BreakerState.Unknown, _cache.Firm);
    }

    [Fact]
    public void A_change_before_the_first_answer_gives_no_lease()
    {
        _cache.Update(BreakerParts.Firm("closed", 1));
        Assert.Equal(BreakerState.Unknown, _cache.Firm);
    }

    [Fact]
    public void An_older_change_that_arrives_late_is_ignored()
    {
        _cache.Update(BreakerParts.Firm("open", 2), _clock.GetTimestamp());
        _cache.Update(BreakerParts.Firm("closed", 1), _clock.GetTimestamp());
        Assert.Equal((BreakerState.Open, 2L), (_cache.Firm, _cache.FirmSequence));
    }

    [Fact]
    public void It_knows_open_symbols_and_the_firms_rule_for_resting_orders()
    {
        var symbol = new BreakerView { Scope = "symbol:AAPL", State = "open", Sequence = 7 };
        var states = BreakerParts.Firm("reduce_only", 1) with { Symbols = [symbol], CancelsIncreasing = true };
        _cache.Update(states, _clock.GetTimestamp());
        Assert.Equal((BreakerState.Open, 7L), (_cache.Symbol("AAPL"), _cache.SymbolSequence("AAPL")));
        Assert.Equal((BreakerState.Closed, 0L), (_cache.Symbol("MSFT"), _cache.SymbolSequence("MSFT")));
        Assert.Equal(RestingOrders.CancelIncreasing, _cache.Resting);
    }
}
