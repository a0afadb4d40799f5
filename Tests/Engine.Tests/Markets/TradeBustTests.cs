using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Tests.Settlement;

namespace TradingOps.Engine.Tests.Markets;

public sealed class TradeBustTests
{
    private const string Stock = "AAPL";

    private readonly SettlementDesk _desk = new();

    [Fact]
    public void A_bust_returns_shares_cash_and_fees_to_both()
    {
        foreach (var id in new[] { "buyer", "seller" }) _desk.Account(id).SetTerms(new() { From = 1, Fees = Fees(0.01m) });
        _desk.Trade("buyer", "seller", Stock, 100, 50);
        Assert.Equal(1_000_000 - 5_000 - 1, _desk.Account("buyer").Cash);
        // What fills cost since then is not what this one cost.
        _desk.Account("buyer").SetTerms(new() { From = 3, Fees = Fees(0.03m) });
        Assert.True(_desk.Bust(Stock, Trade()));
        foreach (var id in new[] { "buyer", "seller" })
        {
            var account = _desk.Account(id);
            Assert.Equal((1_000_000m, 0m, 0m, 0m), (account.Cash, _desk.Held(id, Stock), account.Fees, account.RealizedPnl));
        }
        Assert.False(_desk.Bust(Stock, Trade()));
        Assert.Empty(_desk.Audit());
    }

    [Fact]
    public void A_correction_moves_the_difference_and_can_be_followed_by_another()
    {
        _desk.Trade("buyer", "seller", Stock, 100, 50);
        Assert.True(_desk.Bust(Stock, Trade(), newPrice: 49));
        Assert.Equal((100, 49), (_desk.Held("buyer", Stock), _desk.Account("buyer").PositionIn(Stock)!.AveragePrice));
        Assert.Equal((995_100, 1_004_900), (_desk.Account("buyer").Cash, _desk.Account("seller").Cash));
        Assert.True(_desk.Bust(Stock, Trade(), newPrice: 52));
        Assert.Equal(994_800, _desk.Account("buyer").Cash);
        Assert.True(_desk.Bust(Stock, Trade()));
        Assert.Equal((1_000_000, 0), (_desk.Account("buyer").Cash, _desk.Held("buyer", Stock)));
        Assert.Empty(_desk.Audit());
    }

    [Fact]
    public void It_takes_two_people_who_ask_for_the_same()
    {
        _desk.Trade("buyer", "seller", Stock, 100, 50);
        var (positions, asked) = (_desk.Market(Stock).Positions, _desk.AsAsked(Stock, Trade())!);
        Assert.False(Ask("ann", 49_00)!.Bust!.IsAgreed);
        Assert.Null(Ask("ann", 49_00));
        // Another wish takes the place of the first.
        Assert.False(Ask("bob", null)!.Bust!.IsAgreed);
        Assert.False(Ask("ann", 49_00)!.Bust!.IsAgreed);
        var agreed = Ask("bob", 49_00)!;
        Assert.Equal(("ann", "bob"), (agreed.Bust!.AskedBy, agreed.Bust.AgreedBy));
        Assert.Equal(4, agreed.Reports().Length);
        // Where one person is enough, it is done at once.
        asked = asked with { Price = 49_00 };
        Assert.True(positions.Bust(asked with { AskedBy = "ann" }, 9, "x", new("ann"), needsTwo: false)!.Bust!.IsAgreed);

        MarketRecord? Ask(string who, long? price) =>
            positions.Bust(asked with { AskedBy = who, NewPrice = price }, 5, "x", new(who));
    }

    [Fact]
    public void What_a_bust_leaves_no_position_for_is_canceled()
    {
        _desk.Trade("buyer", "seller", Stock, 100, 50);
        var closing = MarketScripts.Limit(Side.Sell, 60_00, 100)
            .With(order => order with { Instructions = order.Instructions with { ReduceOnly = true } }) with
        {
            Time = 7,
        };
        var order = _desk.Market(Stock).Enter(closing, "buyer", null).Sequence;
        Assert.True(_desk.Market(Stock).Book.TryGetOrder(order, out _));
        var asked = _desk.AsAsked(Stock, Trade())!;
        var record = _desk.Market(Stock).Positions.Bust(asked, 8, "x", new("ann"), needsTwo: false)!;
        Assert.Equal([BookEventKind.Canceled, BookEventKind.Busted], record.Events.Select(e => e.Kind));
        Assert.Equal(BookReason.ReduceOnly, record.Events[0].Reason);
        Assert.False(_desk.Market(Stock).Book.TryGetOrder(order, out _));
        Assert.Equal(0, _desk.Market(Stock).Positions.PositionOf("buyer"));
    }

    [Fact]
    public void Replay_repetition_and_snapshot_come_to_the_same()
    {
        var agreed = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var market = new Market(Stock);
            var records = MarketScripts.Run(market, seed, 40);
            foreach (var record in records.Where(r => r.Events.Any(e => e.Kind == BookEventKind.Traded)).ToArray())
            {
                if (random.Next(3) > 0) continue;
                var asked = TradeBust.Of(record, 1, "ann")!;
                if (random.Next(2) == 0) asked = asked with { NewPrice = asked.Price + 1 };
                records.Add(market.Positions.Bust(asked, 100, "x", new("ann"), needsTwo: random.Next(4) == 0)!);
                agreed += records[^1].Bust!.IsAgreed ? 1 : 0;
                records.AddRange(MarketScripts.Run(market, seed + 1_000, 3));
            }
            var read = records.Select(r => MarketRecordCodec.Decode(MarketRecordCodec.Encode(r))).ToArray();
            var (replayed, repeated) = (new Market(Stock), new Market(Stock));
            replayed.Replay(read);
            Assert.Equal(market.StateHash(), replayed.StateHash());
            foreach (var record in read)
                Assert.Equal(MarketRecordCodec.Encode(record), MarketRecordCodec.Encode(repeated.Repeat(record)! with
                {
                    Actor = record.Actor,
                    Tag = record.Tag,
                }));
            Assert.Equal(market.StateHash(), repeated.StateHash());
            using var bytes = new MemoryStream();
            market.WriteSnapshot(new(bytes));
            bytes.Position = 0;
            Assert.Equal(market.StateHash(), Market.ReadSnapshot(new(bytes)).StateHash());
        }
        Assert.True(agreed > 100, $"{agreed} busts");
    }

    [Fact]
    public void What_has_no_bust_is_written_as_before()
    {
        _desk.Trade("buyer", "seller", Stock, 1, 50);
        Assert.All(_desk.Records, r => Assert.Equal(4, MarketRecordCodec.Encode(r.Record)[0]));
        Assert.Equal(4, Snapshot()[0]);
        _desk.Bust(Stock, Trade());
        Assert.Equal(5, MarketRecordCodec.Encode(_desk.Records[^1].Record)[0]);
        Assert.Equal(5, Snapshot()[0]);

        byte[] Snapshot()
        {
            using var bytes = new MemoryStream();
            _desk.Market(Stock).WriteSnapshot(new(bytes));
            return bytes.ToArray();
        }
    }

    private static FeeSchedule Fees(decimal perShare) =>
        new() { Equity = new() { Taker = new(perShare), Maker = new(perShare) } };

    private long Trade() =>
        _desk.Records.Last(r => r.Record.Events.Any(e => e.Kind == BookEventKind.Traded)).Record.Sequence;
}
