using TradingOps.Engine.MarketData;
using TradingOps.Engine.Markets;

namespace TradingOps.Engine.Tests.MarketData;

/// <summary>The stored form of market data.</summary>
public sealed class MarketDataStateTests
{
    private static readonly DateOnly Day = new(2026, 11, 27);

    [Fact]
    public void A_state_is_the_same_after_records_and_after_a_snapshot()
    {
        var (random, state, replayed) = (new Random(5), new MarketDataState(), new MarketDataState());
        for (var i = 1; i <= 500; i++)
        {
            var trade = new TradePrint(random.Next(1, 1000) / 100m, random.Next(1, 9), i * 700_000L);
            var runs = new List<TradeRun>();
            TradeRun.Add(runs, Day, trade);
            var source = random.Next(3) switch { 0 => MarketDataState.OwnBook, 1 => "a#1", _ => $"b#{i / 5}" };
            var record = new MarketDataRecord(source, i, [.. runs], i % 7 == 0 ? null : trade) { IsChosen = i % 11 == 0 };
            state.Apply(record);
            replayed.Apply(MarketDataState.Decode(MarketDataState.Encode(record)));
            if (i % 100 == 0) replayed = MarketDataState.Restore(replayed.Snapshot());
        }
        Assert.Equal(state.Snapshot(), replayed.Snapshot());
        Assert.Equal((state.Source, state.Last), (replayed.Source, replayed.Last));
        foreach (var source in new[] { MarketDataState.OwnBook, "a#1", "b#99", "b#1", "c#1" })
            Assert.Equal(state.CursorOf(source), replayed.CursorOf(source));
        // The oldest runs are forgotten, and never the market itself.
        Assert.Equal((0, true), (state.CursorOf("b#1"), state.CursorOf(MarketDataState.OwnBook) > 0));
    }

    [Fact]
    public void Bytes_of_a_newer_version_or_cut_short_are_refused_by_name()
    {
        var record = MarketDataState.Encode(new("a#1", 7, [], new(1.5m, 2, 3)));
        var snapshot = new MarketDataState().Snapshot();
        foreach (var bytes in new[] { record, snapshot })
        {
            var newer = (byte[])bytes.Clone();
            newer[0]++;
            Action<byte[]> read = bytes == record ? b => MarketDataState.Decode(b) : b => MarketDataState.Restore(b);
            Assert.Throws<UnknownVersionException>(() => read(newer));
            Assert.Throws<InvalidDataException>(() => read(bytes[..^1]));
            Assert.Throws<InvalidDataException>(() => read([]));
        }
    }
}
