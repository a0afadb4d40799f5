using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Sessions;

namespace TradingOps.Engine.Tests.Sessions;

public sealed class SessionRulesTests
{
    [Theory]
    [InlineData(SessionState.Open, InstrumentStatus.Open, "")]
    [InlineData(SessionState.Open, InstrumentStatus.Halted, "Auction")] // what rests stays, and nothing trades
    [InlineData(SessionState.Auction, InstrumentStatus.Halted, "")]
    [InlineData(SessionState.Closed, InstrumentStatus.Halted, "Auction")]
    [InlineData(SessionState.Open, InstrumentStatus.Closed, "Closed")]
    [InlineData(SessionState.Closed, InstrumentStatus.Closed, "")]
    [InlineData(SessionState.Closed, InstrumentStatus.Open, "Open")]
    [InlineData(SessionState.Auction, InstrumentStatus.Open, "Open")]
    [InlineData(SessionState.Auction, InstrumentStatus.Closed, "Closed")]
    [InlineData(SessionState.Open, InstrumentStatus.Expired, "Expired")]
    [InlineData(SessionState.Auction, InstrumentStatus.Expired, "Expired")]
    [InlineData(SessionState.Expired, InstrumentStatus.Open, "Closed Open")] // it was a mistake
    [InlineData(SessionState.Expired, InstrumentStatus.Expired, "")]
    [InlineData(SessionState.Settled, InstrumentStatus.Open, "")]
    [InlineData(SessionState.Settled, InstrumentStatus.Expired, "")]
    public void A_market_follows_its_instrument(SessionState state, InstrumentStatus status, string steps) =>
        Assert.Equal(steps, Walk(state, status));

    [Theory]
    [InlineData(SessionState.Open, InstrumentStatus.Open, "Auction")]
    [InlineData(SessionState.Closed, InstrumentStatus.Open, "Auction")]
    [InlineData(SessionState.Auction, InstrumentStatus.Open, "")]
    [InlineData(SessionState.Auction, InstrumentStatus.Closed, "Closed")]
    [InlineData(SessionState.Open, InstrumentStatus.Closed, "Closed")]
    [InlineData(SessionState.Closed, InstrumentStatus.Closed, "")]
    [InlineData(SessionState.Auction, InstrumentStatus.Expired, "Expired")]
    public void A_halted_market_waits_for_its_breaker(SessionState state, InstrumentStatus status, string steps) =>
        Assert.Equal(steps, Walk(state, status, isHalted: true));

    [Theory]
    [InlineData(SessionState.Open, InstrumentStatus.Open, false, "Closed Open")]
    [InlineData(SessionState.Open, InstrumentStatus.Closed, false, "Closed")]
    [InlineData(SessionState.Open, InstrumentStatus.Open, true, "Closed Auction")]
    [InlineData(SessionState.Auction, InstrumentStatus.Open, true, "Closed Auction")]
    [InlineData(SessionState.Auction, InstrumentStatus.Closed, true, "Closed")]
    [InlineData(SessionState.Open, InstrumentStatus.Halted, false, "Closed Auction")]
    [InlineData(SessionState.Auction, InstrumentStatus.Halted, false, "Closed Auction")]
    public void A_close_that_was_slept_through_is_made_up_for(
        SessionState state, InstrumentStatus status, bool isHalted, string steps) =>
        Assert.Equal(steps, Walk(state, status, isOver: true, isHalted));

    private static string Walk(SessionState state, InstrumentStatus status, bool isOver = false, bool isHalted = false)
    {
        var steps = new List<SessionState>();
        while (SessionRules.Next(state, status, isOver, isHalted) is { } next)
        {
            Assert.True(steps.Count < 5, "it goes on for ever");
            steps.Add(state = next);
            // The first record of the new session is of it.
            isOver = false;
        }
        return string.Join(' ', steps);
    }
}
