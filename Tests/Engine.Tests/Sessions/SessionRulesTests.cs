using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Sessions;

namespace TradingOps.Engine.Tests.Sessions;

public sealed class SessionRulesTests
{
    [Theory]
    [InlineData(SessionState.Open, InstrumentStatus.Open, "")]
    [InlineData(SessionState.Open, InstrumentStatus.Halted, "")] // what rests stays
    [InlineData(SessionState.Open, InstrumentStatus.Closed, "Closed")]
    [InlineData(SessionState.Closed, InstrumentStatus.Closed, "")]
    [InlineData(SessionState.Closed, InstrumentStatus.Open, "Open")]
    [InlineData(SessionState.Auction, InstrumentStatus.Open, "Open")]
    [InlineData(SessionState.Auction, InstrumentStatus.Closed, "Closed")]
    [InlineData(SessionState.Open, InstrumentStatus.Expired, "Expired")]
    [InlineData(SessionState.Auction, InstrumentStatus.Expired, "Expired")]
    [InlineData(SessionState.Expired, InstrumentStatus.Open, "Closed Open")] // it was a mistake
    [InlineData(SessionState.Settled, InstrumentStatus.Open, "")]
    public void A_market_follows_its_instrument(SessionState state, InstrumentStatus status, string steps) =>
        Assert.Equal(steps, Walk(state, status));

    [Theory]
    [InlineData(SessionState.Open, InstrumentStatus.Open, "Auction")]
    [InlineData(SessionState.Closed, InstrumentStatus.Open, "Auction")]
    [InlineData(SessionState.Auction, InstrumentStatus.Closed, "")] // to close would be to uncross
    [InlineData(SessionState.Open, InstrumentStatus.Closed, "Auction")]
    [InlineData(SessionState.Closed, InstrumentStatus.Closed, "")]
    [InlineData(SessionState.Auction, InstrumentStatus.Expired, "Expired")]
    public void A_halted_market_waits_for_its_breaker(SessionState state, InstrumentStatus status, string steps) =>
        Assert.Equal(steps, Walk(state, status, isHalted: true));

    [Theory]
    [InlineData(InstrumentStatus.Open, "Closed Open")]
    [InlineData(InstrumentStatus.Closed, "Closed")]
    public void A_close_that_was_slept_through_is_made_up_for(InstrumentStatus status, string steps) =>
        Assert.Equal(steps, Walk(SessionState.Open, status, isOver: true));

    [Theory]
    [InlineData(SessionState.Open, "Expired Settled")]
    [InlineData(SessionState.Expired, "Settled")]
    [InlineData(SessionState.Settled, "")]
    public void What_has_a_settlement_price_is_settled_once(SessionState state, string steps) =>
        Assert.Equal(steps, Walk(state, InstrumentStatus.Expired, hasSettlement: true));

    private static string Walk(
        SessionState state, InstrumentStatus status, bool isOver = false, bool isHalted = false, bool hasSettlement = false)
    {
        var steps = new List<SessionState>();
        while (SessionRules.Next(state, status, isOver, isHalted, hasSettlement) is { } next)
        {
            Assert.True(steps.Count < 5, "it goes on for ever");
            steps.Add(state = next);
            // The first record of the new session is of it.
            isOver = false;
        }
        return string.Join(' ', steps);
    }
}
