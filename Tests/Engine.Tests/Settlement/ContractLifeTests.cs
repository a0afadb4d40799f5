using System.Text;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Settlement;
using static TradingOps.Engine.Tests.Settlement.SettlementDesk;

namespace TradingOps.Engine.Tests.Settlement;

/// <summary>What becomes of options and futures, from fill to settlement.</summary>
public sealed class ContractLifeTests
{
    private static readonly DateOnly Monday = new(2026, 11, 30);

    private static readonly string[] Both = ["long", "short"];

    private readonly SettlementDesk _desk = new();

    [Theory]
    [InlineData(187.40, 1_000)]
    [InlineData(170.00, 0)]
    [InlineData(170.01, 1_000)]
    [InlineData(169.99, 0)]
    public void A_call_is_exercised_a_cent_in_the_money(decimal underlying, decimal shares)
    {
        _desk.Trade("long", "short", Call, 10, 8.25m);
        _desk.Settle(Call, underlying);
        _desk.TellDeliveries();
        var account = _desk.Account("long");
        Assert.Equal((0m, shares), (_desk.Held("long", Call), _desk.Held("long", "AAPL")));
        Assert.Equal(1_000_000 - 8_250 - (shares == 0 ? 0 : 170_000), account.Cash);
        Assert.Equal(-8_250, account.RealizedPnl);
        Assert.Equal(-8_250, account.PositionIn(Call)!.ExercisePnl);
        if (shares > 0) Assert.Equal(170, account.PositionIn("AAPL")!.AveragePrice);
        Assert.Equal(-shares, _desk.Held("short", "AAPL"));
        Assert.Empty(_desk.Audit());
    }

    [Theory]
    [InlineData(150, -1_000)]
    [InlineData(170, 0)]
    public void A_put_delivers_shares(decimal underlying, decimal shares)
    {
        _desk.Trade("long", "short", Put, 10, 8.25m);
        _desk.Settle(Put, underlying);
        Assert.Equal((shares, -shares), (_desk.Held("long", "AAPL"), _desk.Held("short", "AAPL")));
        Assert.Equal(1_000_000 - 8_250 + (shares == 0 ? 0 : 170_000), _desk.Account("long").Cash);
    }

    [Fact]
    public void Equity_is_unchanged_by_the_exercise_itself()
    {
        _desk.Trade("long", "short", Call, 10, 8.25m);
        _desk.Trade("long", "other", "AAPL", 300, 100);
        var before = Equity();
        _desk.Settle(Call, 187.40m);
        Assert.Equal(before, Equity());
        _desk.TellDeliveries();
        Assert.Equal(before, Equity());

        (decimal, decimal) Equity() =>
            (_desk.Equity(_desk.Account("long"), PriceOf), _desk.Equity(_desk.Account("short"), PriceOf));
        static decimal PriceOf(string symbol) => symbol == "AAPL" ? 187.40m : 17.40m;
    }

    [Theory]
    [InlineData(-4, 187.40, 600)]
    [InlineData(-20, 187.40, 0)]
    [InlineData(7, 165, 700)]
    [InlineData(20, 165, 1_000)]
    [InlineData(7, 187.40, 1_000)]
    [InlineData(-4, 165, 0)]
    public void An_instruction_counts_where_it_differs(long lots, decimal underlying, decimal shares)
    {
        _desk.Trade("long", "short", Call, 10, 8.25m);
        _desk.Instruct("long", Call, 3);
        _desk.Instruct("long", Call, lots);
        _desk.Settle(Call, underlying);
        Assert.Equal(shares, _desk.Held("long", "AAPL"));
        Assert.Equal(0, _desk.Held("short", Call));
    }

    [Fact]
    public void What_is_exercised_falls_on_those_who_are_short()
    {
        _desk.Trade("long", "one", Call, 3, 8);
        _desk.Trade("long", "two", Call, 5, 8);
        _desk.Trade("other", "three", Call, 12, 8);
        _desk.Exercise("long", Call, 7, "first");
        var left = -_desk.Held("one", Call) - _desk.Held("two", Call) - _desk.Held("three", Call);
        Assert.Equal((1, 12, 13), (_desk.Held("long", Call), _desk.Held("other", Call), left));
        Assert.Equal(700, _desk.Held("long", "AAPL"));
        Assert.Equal(-700, _desk.Held("one", "AAPL") + _desk.Held("two", "AAPL") + _desk.Held("three", "AAPL"));
        // A reference exercises once.
        _desk.Exercise("long", Call, 1, "first");
        Assert.Equal(1, _desk.Held("long", Call));
        Assert.Throws<ArgumentOutOfRangeException>(() => _desk.Exercise("long", Call, 2, "second"));
        _desk.TellDeliveries();
        Assert.Empty(_desk.Audit());
    }

    [Fact]
    public void A_wrong_settlement_is_reversed_and_booked_again()
    {
        _desk.Trade("long", "short", Call, 10, 8.25m);
        var right = new SettlementDesk();
        right.Trade("long", "short", Call, 10, 8.25m);
        right.Settle(Call, 160);
        _desk.Settle(Call, 187.40m);
        _desk.TellDeliveries();
        Assert.Equal(1_000, _desk.Held("long", "AAPL"));
        _desk.Settle(Call, 160);
        _desk.TellDeliveries();
        foreach (var account in Both)
        {
            Assert.Equal((0, 0), (_desk.Held(account, "AAPL"), _desk.Held(account, Call)));
            Assert.Equal(right.Account(account).Cash, _desk.Account(account).Cash);
            Assert.Equal(right.Account(account).RealizedPnl, _desk.Account(account).RealizedPnl);
        }
        Assert.Empty(_desk.Audit());
        var records = _desk.Records.Count;
        _desk.Settle(Call, 160);
        Assert.Equal(records, _desk.Records.Count);
    }

    [Fact]
    public void An_option_on_cash_pays_what_it_is_worth()
    {
        _desk.Change(Call, i => i with { Settlement = SettlementMethod.Cash });
        _desk.Trade("long", "short", Call, 10, 8.25m);
        _desk.Settle(Call, 187.40m);
        Assert.Equal(1_000_000 - 8_250 + 17_400, _desk.Account("long").Cash);
        Assert.Equal(0, _desk.Held("long", "AAPL"));
        _desk.Settle(Call, 17.40m);
        Assert.Equal(1_000_000 - 8_250, _desk.Account("long").Cash);
        Assert.Empty(_desk.Audit());
    }

    [Fact]
    public void An_adjusted_contract_delivers_what_it_says()
    {
        _desk.Change(Call, i => i with { DeliverableShares = 150, DeliverableCash = 200 });
        _desk.Trade("long", "short", Call, 2, 8.25m);
        // 150 shares at 111.99 and 200 in cash are worth 169.985 a unit, at 112.01 they are worth 170.015.
        _desk.Settle(Call, 111.99m);
        Assert.Equal(0, _desk.Held("long", "AAPL"));
        _desk.Settle(Call, 112.01m);
        _desk.TellDeliveries();
        Assert.Equal((300, -300), (_desk.Held("long", "AAPL"), _desk.Held("short", "AAPL")));
        Assert.Equal(1_000_000 - 1_650 - 34_000 + 400, _desk.Account("long").Cash);
        Assert.Equal(2_000_000, _desk.Accounts.Sum(a => a.Cash));
        Assert.Empty(_desk.Audit());
    }

    [Fact]
    public void Futures_are_paid_to_their_settlement()
    {
        _desk.Trade("long", "short", Future, 2, 5012.25m);
        _desk.EnterPrice(Future, Monday, OfficialPriceKind.Settlement, 5020);
        var position = _desk.Account("long").PositionIn(Future)!;
        Assert.Equal((1_000_775m, 5020m, 775m), (_desk.Account("long").Cash, position.AveragePrice, position.VariationPnl));
        Assert.Equal(1_000_000 - 775, _desk.Account("short").Cash);
        // A correction pays the difference, an older day nothing.
        _desk.EnterPrice(Future, Monday, OfficialPriceKind.Settlement, 5019);
        Assert.Equal((1_000_675m, 5019m), (_desk.Account("long").Cash, position.AveragePrice));
        _desk.EnterPrice(Future, Monday.AddDays(-3), OfficialPriceKind.Settlement, 4000);
        _desk.EnterPrice(Future, Monday, OfficialPriceKind.Close, 4000);
        Assert.Equal(1_000_675, _desk.Account("long").Cash);
        Assert.Empty(_desk.Audit());
    }

    [Fact]
    public void The_last_settlement_of_a_future_waits_for_its_expiry()
    {
        _desk.Trade("long", "short", Future, 2, 5012.25m);
        var last = _desk.Instrument(Future).Expiry!.Value;
        _desk.EnterPrice(Future, last, OfficialPriceKind.Settlement, 5020);
        Assert.Equal(1_000_000, _desk.Account("long").Cash);
    }

    [Fact]
    public void An_account_comes_to_the_same_whichever_market_it_reads_first()
    {
        _desk.Trade("long", "short", "AAPL", 100, 100);
        _desk.Trade("long", "short", Call, 3, 8.25m);
        _desk.Exercise("long", Call, 1, "first");
        _desk.Trade("short", "long", "AAPL", 120, 187);
        _desk.TellDeliveries();
        _desk.Trade("short", "long", "AAPL", 30, 188);
        _desk.Settle(Call, 187.40m);
        _desk.TellDeliveries();
        foreach (var account in Both)
        {
            foreach (var symbols in new[] { [Call, "AAPL"], new[] { "AAPL", Call } })
            {
                var again = _desk.Reread(account, symbols);
                foreach (var position in _desk.Account(account).Positions)
                {
                    var read = again.PositionIn(position.Symbol)!;
                    Assert.Equal(position.Lots, read.Lots);
                    Assert.Equal((position.RealizedPnl, position.Quantity), (read.RealizedPnl, read.Quantity));
                    Assert.Empty(read.Pending);
                }
                Assert.Equal(_desk.Account(account).Cash, again.Cash);
            }
        }
    }

    [Fact]
    public void A_checkpoint_keeps_what_was_settled_and_what_is_pending()
    {
        _desk.Trade("long", "short", Call, 10, 8.25m);
        _desk.Settle(Call, 187.40m);
        var account = _desk.Account("long");
        var text = AccountJson.Encode(account.ToCheckpoint());
        var restored = new Account(AccountJson.DecodeCheckpoint(text));
        Assert.Equal(Encoding.UTF8.GetString(text), Encoding.UTF8.GetString(AccountJson.Encode(restored.ToCheckpoint())));
        Assert.Equal(1_000, restored.PositionIn("AAPL")!.Quantity);
        Assert.Single(restored.PositionIn("AAPL")!.Pending);
        Assert.Equal(10, restored.PositionIn(Call)!.Settled!.Exercised);
    }

    [Fact]
    public void Reduce_only_orders_follow_what_is_delivered()
    {
        _desk.Trade("long", "short", "AAPL", 100, 100);
        _desk.Trade("long", "short", Put, 1, 8.25m);
        var market = _desk.Market("AAPL");
        var record = market.Enter(
            MarketScripts.Limit(Side.Sell, 200_00, 100).With(o => o with
            {
                Instructions = o.Instructions with { ReduceOnly = true },
            }),
            "long", null);
        _desk.Records.Add(("AAPL", record));
        foreach (var report in record.Reports()) _desk.Account("long").Apply(report, _desk.Instrument("AAPL"));
        _desk.Exercise("long", Put, 1, "first");
        Assert.Equal(1, market.Book.OpenOrders);
        _desk.TellDeliveries();
        Assert.Equal((0, 0), (market.Book.OpenOrders, market.Positions.PositionOf("long")));
        Assert.Empty(_desk.Account("long").OpenOrders);
        Assert.Equal(0, _desk.Held("long", "AAPL"));
    }

    [Fact]
    public void Markets_replay_from_events_from_commands_and_from_snapshots()
    {
        _desk.Trade("long", "one", Call, 8, 8.25m);
        _desk.Trade("long", "two", Call, 5, 8.25m);
        _desk.Trade("long", "one", Future, 2, 5012.25m);
        _desk.EnterPrice(Future, Monday, OfficialPriceKind.Settlement, 5020.13m);
        _desk.EnterPrice("AAPL", Monday, OfficialPriceKind.Close, 187.4m);
        _desk.Exercise("long", Call, 3, "first");
        _desk.Instruct("long", Call, -2);
        _desk.Settle(Call, 187.40m);
        _desk.TellDeliveries();
        _desk.Settle(Call, 187.41m);
        _desk.TellDeliveries();
        foreach (var symbol in new[] { Call, Future, "AAPL" })
        {
            var (replayed, executed) = (new Market(symbol), new Market(symbol));
            foreach (var (_, record) in _desk.Records.Where(r => r.Symbol == symbol))
            {
                var stored = MarketRecordCodec.Decode(MarketRecordCodec.Encode(record));
                replayed.Replay(stored);
                Assert.Equal(record.Events.AsEnumerable(), executed.Repeat(stored)!.Events);
                executed = Copy(executed);
                Assert.Equal(replayed.StateHash(), executed.StateHash());
            }
            Assert.Equal(_desk.Market(symbol).StateHash(), replayed.StateHash());
        }

        static Market Copy(Market market)
        {
            using var snapshot = new MemoryStream();
            using (var writer = new BinaryWriter(snapshot, Encoding.UTF8, leaveOpen: true)) market.WriteSnapshot(writer);
            snapshot.Position = 0;
            return Market.ReadSnapshot(new(snapshot));
        }
    }
}
