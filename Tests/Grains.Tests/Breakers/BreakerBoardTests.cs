using TradingOps.Engine.Breakers;
using TradingOps.Grains.Breakers;

namespace TradingOps.Grains.Tests.Breakers;

public sealed class BreakerBoardTests
{
    private readonly ManualClock _clock = new();
    private readonly BreakerBoard _board;

    public BreakerBoardTests() => _board = new(_clock);

    [Fact]
    public void Before_the_first_word_the_state_is_unknown() => Assert.Equal(BreakerState.Unknown, _board.Firm);

    [Fact]
    public void A_word_holds_for_the_lease_and_no_longer()
    {
        _board.Hear(Breaker("closed", 1));
        _clock.Advance(BreakerBoard.Lease);
        Assert.Equal(BreakerState.Closed, _board.Firm);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(BreakerState.Unknown, _board.Firm);
        _board.Hear(Breaker("closed", 1));
        Assert.Equal(BreakerState.Closed, _board.Firm);
    }

    [Fact]
    public void An_older_change_that_arrives_late_is_ignored()
    {
        _board.Hear(Breaker("open", 2));
        _board.Hear(Breaker("closed", 1));
        Assert.Equal(BreakerState.Open, _board.Firm);
    }

    private static BreakerView Breaker(string state, long sequence) =>
        new() { Scope = "firm", State = state, Sequence = sequence };

    private sealed class ManualClock : TimeProvider
    {
        private long _ticks = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;
    }
}
