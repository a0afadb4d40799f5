using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;

namespace TradingOps.Engine.Tests.Markets;

/// <summary>One command may do as much as the book holds, and its record must still fit the journal.</summary>
public sealed class LargestRecordTests
{
    /// <summary>Bytes of a record that the journal takes in its files.</summary>
    private const int JournalTakes = (64 << 20) - 1024;

    [Fact]
    public void The_journal_stores_the_record_that_empties_the_largest_book()
    {
        // As many trades as a market has room for, the taker's own place apart, of as many lots as one order may take.
        const int Icebergs = 500;
        const int Peaks = 500;
        const int Orders = 500_000 - 1 - Icebergs * Peaks;
        const int Trades = Icebergs * Peaks + Orders;
        const long Peak = Instrument.MaxUnits / Trades;
        var market = new Market("AAPL");
        var iceberg = MarketScripts.Limit(Side.Sell, Instrument.MaxUnits, Peaks * Peak)
            .With(order => order with { DisplayQuantity = Peak });
        var records = new List<MarketRecord>();
        for (var i = 0; i < Icebergs; i++) records.Add(market.Enter(iceberg, "maker", null));
        var plain = MarketScripts.Limit(Side.Sell, Instrument.MaxUnits, Peak);
        for (var i = 0; i < Orders; i++) records.Add(market.Enter(plain, "maker", null));
        Assert.All(records, record => Assert.Equal(BookEventKind.Rested, record.Events[^1].Kind));

        var taker = MarketScripts.Limit(Side.Buy, Instrument.MaxUnits, Trades * Peak);
        records.Add(market.Enter(taker, "taker", null));
        Assert.Equal(0, market.Book.OpenOrders);
        Assert.Equal(Trades, records[^1].Events.Count(e => e.Kind == BookEventKind.Traded));
        var encoded = records.ConvertAll(MarketRecordCodec.Encode);
        Assert.InRange(encoded[^1].Length, 1, JournalTakes);

        var replayed = new Market("AAPL");
        foreach (var bytes in encoded) replayed.Replay(MarketRecordCodec.Decode(bytes));
        Assert.Equal(market.StateHash(), replayed.StateHash());
    }

    [Fact]
    public void A_market_refuses_an_iceberg_whose_record_would_be_too_large()
    {
        var market = new Market("AAPL");
        var iceberg = MarketScripts.Limit(Side.Sell, 10, BookLimits.PeakBound - 1)
            .With(order => order with { DisplayQuantity = 1 });
        // A quarter of a million in all.
        for (var i = 0; i < 250; i++) Assert.Equal(BookEventKind.Rested, market.Enter(iceberg, "a", null).Events[^1].Kind);
        Assert.Equal(BookReason.BookFull, market.Enter(iceberg, "a", null).Events[^1].Reason);
        var plain = iceberg.With(o => o with { DisplayQuantity = 0 });
        Assert.Equal(BookEventKind.Rested, market.Enter(plain, "b", null).Events[^1].Kind);
    }
}
