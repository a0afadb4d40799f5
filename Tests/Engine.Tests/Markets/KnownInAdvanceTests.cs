using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Tests.Books;

namespace TradingOps.Engine.Tests.Markets;

/// <summary>A market that is told of many commands at once does what it does when told of each.</summary>
public sealed class KnownInAdvanceTests
{
    private readonly Market _market = new("AAPL");

    [Fact]
    public void A_mass_cancel_makes_the_records_of_single_cancels() => CommandSequence.ForAll(500, commands =>
    {
        var (mass, single) = (new Market("AAPL"), new Market("AAPL"));
        var entered = MarketScripts.Execute(mass, commands).SelectMany(record => record.Entered()).ToArray();
        _ = MarketScripts.Execute(single, commands).Count();
        // Some of them twice, some of them done, some of nobody.
        long[] numbers = [.. entered.Select(order => order.OrderId), 0, -1, long.MaxValue, .. entered.Select(o => o.OrderId / 2)];
        var time = single.Time + 1;
        var expected = numbers.Select(number => single.Execute(Cancel(number, time), out _)).OfType<MarketRecord>().ToArray();
        var records = mass.Cancel(numbers, time);
        Assert.Equal(expected.Select(MarketRecordCodec.Encode), records.Select(MarketRecordCodec.Encode));
        Assert.Equal(single.StateHash(), mass.StateHash());
        mass.Book.ValidateInvariants();
    });

    [Fact]
    public void A_mass_cancel_beyond_the_read_ahead_cancels_every_order()
    {
        var numbers = new long[(10 * OrderBook.OrdersAhead) + 1];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = _market.Enter(MarketScripts.Limit(Side.Buy, 90 + (i % 7), 1), "a", null).Command.OrderId;
        new Random(1).Shuffle(numbers);
        Assert.Equal(numbers, _market.Cancel(numbers, time: 1).Select(record => Assert.Single(record.Events).OrderId));
        Assert.Empty(_market.Cancel(numbers, time: 2));
        Assert.Equal(0, _market.Book.OpenOrders);
    }

    [Fact]
    public void Replaying_pages_of_records_does_what_replaying_each_does() => CommandSequence.ForAll(500, commands =>
    {
        var records = MarketScripts.Execute(new Market("AAPL"), commands).ToArray();
        var (paged, single) = (new Market("AAPL"), new Market("AAPL"));
        foreach (var record in records) single.Replay(record);
        foreach (var page in records.Chunk(1 + (records.Length / 3))) paged.Replay(page);
        Assert.Equal(single.StateHash(), paged.StateHash());
        paged.Book.ValidateInvariants();
    });

    [Fact]
    public void A_record_that_does_not_follow_stops_a_page_where_it_stands()
    {
        var records = Enumerable.Range(0, 5)
            .Select(i => _market.Enter(MarketScripts.Limit(Side.Buy, 90 + i, 1), "a", null)).ToArray();
        var replayed = new Market("AAPL");
        Assert.Throws<InvalidOperationException>(() => replayed.Replay([records[0], records[1], records[3], records[4]]));
        Assert.Equal(2, replayed.Sequence);
    }

    private static BookCommand Cancel(long number, long time) =>
        new() { Kind = BookCommandKind.Cancel, OrderId = number, Account = OrderBook.AnyAccount, Time = time };
}
