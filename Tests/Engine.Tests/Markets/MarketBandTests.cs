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

    [Fact]
    public void A_record_of_the_second_version_is_read_without_a_reason()
    {
        var band = new BookCommand
        {
            Kind = BookCommandKind.SetBand,
            Spec = new() { Price = 100 },
            BandLow = 90,
            BandHigh = 110,
        };
        var record = new Market("AAPL").Execute(band, out _)!;
        var bytes = MarketRecordCodec.Encode(record);
        var other = MarketRecordCodec.Encode(record with { Command = band with { Reason = BookReason.BreakerFirm } });
        var place = bytes.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        byte[] second = [2, .. bytes[1..place], .. bytes[(place + 1)..]];
        var read = MarketRecordCodec.Decode(second);
        Assert.Equal(band, read.Command);
        Assert.Equal(BookReason.BreakerFirm, MarketRecordCodec.Decode(other).Command.Reason);
    }

    [Fact]
    public void Trades_of_an_auction_are_reported_as_such_by_a_stored_record()
    {
        var market = new Market("AAPL");
        market.Execute(new() { Kind = BookCommandKind.SetSession, Session = SessionState.Auction }, out _);
        market.Enter(MarketScripts.Limit(Side.Sell, 100, 5), "last", null);
        market.Enter(MarketScripts.Limit(Side.Buy, 101, 5), "first", null);
        var record = market.Execute(new() { Kind = BookCommandKind.SetSession, Session = SessionState.Open }, out _)!;
        var reports = MarketRecordCodec.Decode(MarketRecordCodec.Encode(record)).Reports();
        Assert.Equal(
            [("first", Liquidity.Auction, false), ("last", Liquidity.Auction, true)],
            reports.Select(report => (report.Account, report.Liquidity, report.IsCounter)));
    }
}
