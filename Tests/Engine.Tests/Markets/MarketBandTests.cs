using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;

namespace TradingOps.Engine.Tests.Markets;

public sealed class MarketBandTests
{
    [Fact]
    public void A_band_is_recorded_though_nothing_happens_and_holds_after_a_replay()
    {
        var market = new Market("AAPL");
        var record = market.Execute(
            new() { Kind = BookCommandKind.SetBand, Spec = new() { Price = 100 }, BandLow = 90, BandHigh = 110 }, out _);
        Assert.NotNull(record);
        var replayed = new Market("AAPL");
        replayed.Replay(MarketRecordCodec.Decode(MarketRecordCodec.Encode(record)));
        Assert.Equal((90, 110, 100), (replayed.Book.BandLow, replayed.Book.BandHigh, replayed.Book.BandReference));
        Assert.Equal(market.StateHash(), replayed.StateHash());
    }
}
