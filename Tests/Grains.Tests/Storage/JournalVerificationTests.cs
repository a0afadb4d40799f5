using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Tests.Journaling;
using TradingOps.Silo.Recovery;

namespace TradingOps.Grains.Tests.Storage;

/// <summary>Journals that earlier versions wrote verify, though some commands cause more events today.</summary>
public sealed class JournalVerificationTests
{
    [Fact]
    public async Task A_stop_that_was_elected_without_an_event_verifies()
    {
        var market = new Market("AAPL");
        List<MarketRecord> records =
        [
            market.Enter(MarketScripts.Limit(Side.Sell, 100, 1), "seller", null),
            market.Enter(MarketScripts.Limit(Side.Buy, 100, 1), "buyer", null),
            market.Enter(
                MarketScripts.Limit(Side.Buy, 120, 5).With(o => o with { Type = OrderType.StopLimit, StopPrice = 110 }),
                "buyer", null),
            market.Execute(
                new()
                {
                    Kind = BookCommandKind.Replace,
                    OrderId = 3,
                    Account = OrderBook.AnyAccount,
                    Spec = new() { Price = 120, StopPrice = 95, Quantity = 5 },
                }, out _)!,
        ];
        var moved = records[^1];
        Assert.Equal(
            [BookEventKind.Replaced, BookEventKind.Triggered, BookEventKind.Rested], moved.Events.Select(e => e.Kind));
        records[^1] = moved with { Events = [moved.Events[0], moved.Events[2]] };
        var journal = new MemoryJournal();
        var stream = await journal.OpenAsync(JournalStreams.Book("AAPL"), CancellationToken.None);
        foreach (var record in records) await stream.AppendAsync(record.Sequence, MarketRecordCodec.Encode(record));

        var verified = await JournalVerification.VerifyAsync(journal, "AAPL");
        Assert.Equal(moved.Sequence, verified.Sequence);
        Assert.True(verified.Book.TryGetOrder(3, out var order));
        Assert.Equal(OrderType.Limit, order.Type);
    }
}
