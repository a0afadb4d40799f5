using TradingOps.Engine.Breakers;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.Breakers;

public sealed class BreakerBoardTests
{
    private readonly ManualClock _clock = new();
    private readonly BreakerBoard _board;

    public BreakerBoardTests() => _board = new(_clock);

    [Fact]
    public void Before_the_first_answer_every_breaker_is_unknown()
    {
        Assert.Equal(BreakerState.Unknown, _board.Firm);
        Assert.Equal(BreakerState.Unknown, _board.Symbol("AAPL"));
    }

    [Fact]
    public void An_answer_holds_for_the_lease_from_when_it_was_asked_for_and_no_longer()
    {
        var askedAt = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromSeconds(1));
        _board.Hear(Roll("closed", 1), askedAt);
        _clock.Advance(BreakerBoard.Lease - TimeSpan.FromSeconds(1));
        Assert.Equal(BreakerState.Closed, _board.Firm);
        Assert.Equal(BreakerState.Closed, _board.Symbol("AAPL"));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(BreakerState.Unknown, _board.Firm);
        Assert.Equal(BreakerState.Unknown, _board.Symbol("AAPL"));
        _board.Hear(Roll("closed", 1), _clock.GetTimestamp());
        Assert.Equal(BreakerState.Closed, _board.Firm);
    }

    [Fact]
    public void A_change_that_nobody_asked_for_is_believed_and_renews_nothing()
    {
        _board.Hear(Roll("closed", 1), _clock.GetTimestamp());
        _clock.Advance(BreakerBoard.Lease);
        _board.Hear(Roll("reduce_only", 2));
        Assert.Equal(BreakerState.ReduceOnly, _board.Firm);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(BreakerState.Unknown, _board.Firm);
    }

    [Fact]
    public void A_change_before_the_first_answer_gives_no_lease()
    {
        _board.Hear(Roll("closed", 1));
        Assert.Equal(BreakerState.Unknown, _board.Firm);
    }

    [Fact]
    public void An_older_change_that_arrives_late_is_ignored()
    {
        _board.Hear(Roll("open", 2), _clock.GetTimestamp());
        _board.Hear(Roll("closed", 1), _clock.GetTimestamp());
        Assert.Equal((BreakerState.Open, 2L), (_board.Firm, _board.FirmSequence));
    }

    [Fact]
    public void It_knows_the_symbols_that_are_not_closed_and_what_the_firm_wants_of_resting_orders()
    {
        var symbol = new BreakerView { Scope = "symbol:AAPL", State = "open", Sequence = 7 };
        _board.Hear(Roll("reduce_only", 1) with { Symbols = [symbol], CancelsIncreasing = true }, _clock.GetTimestamp());
        Assert.Equal((BreakerState.Open, 7L), (_board.Symbol("AAPL"), _board.SymbolSequence("AAPL")));
        Assert.Equal((BreakerState.Closed, 0L), (_board.Symbol("MSFT"), _board.SymbolSequence("MSFT")));
        Assert.Equal(RestingOrders.CancelIncreasing, _board.Resting);
    }

    private static BreakerRoll Roll(string state, long sequence) =>
        new(new() { Scope = "firm", State = state, Sequence = sequence }, false, false, [], []);
}
