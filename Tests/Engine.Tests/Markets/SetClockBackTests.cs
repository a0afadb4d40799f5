using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;

namespace TradingOps.Engine.Tests.Markets;

/// <summary>The one command after which the time of a market is earlier.</summary>
public sealed class SetClockBackTests
{
    private static readonly Actor Ann = new("ann");

    private readonly Market _market = new("AAPL");

    [Fact]
    public void Orders_expire_by_the_time_that_was_set()
    {
        var records = new List<MarketRecord>
        {
            Enter(time: 100, expireAt: 300),
            Enter(time: 1_000, expireAt: 2_000),
            _market.SetClockBack(200, "wrong clock", Ann),
            Enter(time: 210, expireAt: 250),
        };
        Assert.Contains(records[1].Events, e => e is { Kind: BookEventKind.Expired, OrderId: 1 });
        Assert.Equal(210, _market.Time);
        Assert.Null(_market.Execute(new() { Kind = BookCommandKind.AdvanceTime, Time = 240 }, out _));
        records.Add(_market.Execute(new() { Kind = BookCommandKind.AdvanceTime, Time = 250 }, out _)!);
        Assert.Equal([(BookEventKind.Expired, 4L)], records[4].Events.Select(e => (e.Kind, e.OrderId)));
        records.Add(_market.Execute(new() { Kind = BookCommandKind.AdvanceTime, Time = 2_000 }, out _)!);
        Assert.Equal(2, records[5].Events[0].OrderId);
        AssertReplays(records);
    }

    [Fact]
    public void The_note_is_stored_with_the_record()
    {
        Enter(time: 1_000, expireAt: 2_000);
        var read = MarketRecordCodec.Decode(MarketRecordCodec.Encode(_market.SetClockBack(200, "wrong clock", Ann)));
        Assert.Equal(
            (BookCommandKind.SetClockBack, 200L, "wrong clock", Ann),
            (read.Command.Kind, read.Command.Time, read.Note, read.Actor));
        Assert.Empty(read.Events);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(1_001)]
    public void Only_an_earlier_time_is_taken(long time)
    {
        Enter(time: 1_000, expireAt: 2_000);
        Assert.Throws<ArgumentOutOfRangeException>(() => _market.SetClockBack(time, "forward", Ann));
    }

    private MarketRecord Enter(long time, long expireAt)
    {
        var order = MarketScripts.Limit(Side.Buy, 100, 1).With(o => o with
        {
            Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Gtd),
            ExpireAt = expireAt,
        });
        return _market.Enter(order with { Time = time }, "a", null);
    }

    private void AssertReplays(List<MarketRecord> records)
    {
        var (replayed, read) = (new Market("AAPL"), new Market("AAPL"));
        foreach (var record in records)
        {
            replayed.Replay(record);
            read.Replay(MarketRecordCodec.Decode(MarketRecordCodec.Encode(record)));
        }
        Assert.Equal((_market.StateHash(), _market.StateHash()), (replayed.StateHash(), read.StateHash()));
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        _market.WriteSnapshot(writer);
        writer.Flush();
        buffer.Position = 0;
        using var reader = new BinaryReader(buffer);
        Assert.Equal(_market.StateHash(), Market.ReadSnapshot(reader).StateHash());
    }
}
