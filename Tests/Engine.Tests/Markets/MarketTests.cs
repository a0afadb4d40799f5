using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;

namespace TradingOps.Engine.Tests.Markets;

public sealed class MarketTests
{
    private readonly Market _market = new("AAPL");

    [Fact]
    public void An_order_is_numbered_by_its_record()
    {
        Assert.Equal(1, Enter("a", Side.Buy, 100, 5).Sequence);
        var second = Enter("b", Side.Buy, 100, 5);
        Assert.Equal(2, second.Command.OrderId);
        Assert.Equal("AAPL-2", OrderIds.Format("AAPL", second.Command.OrderId));
    }

    [Fact]
    public void A_trade_is_reported_to_both_accounts_each_by_its_own_numbers()
    {
        Enter("maker", Side.Sell, 100, 5);
        var reports = Enter("taker", Side.Buy, 100, 3).Reports();

        var taker = Assert.Single(reports, r => r is { Account: "taker", Kind: BookEventKind.Traded });
        var maker = Assert.Single(reports, r => r.Account == "maker");
        Assert.Equal(2, taker.Number); // after its acceptance
        Assert.Equal(2, maker.Number); // after its own acceptance, in the record before
        Assert.Equal((Side.Buy, 100, 3, 0, 1, Liquidity.Taker),
            (taker.Side, taker.Price, taker.Quantity, taker.Remaining, taker.Trade, taker.Liquidity));
        Assert.Equal((Side.Sell, 100, 3, 2, 1, Liquidity.Maker),
            (maker.Side, maker.Price, maker.Quantity, maker.Remaining, maker.Trade, maker.Liquidity));
        Assert.Equal((2, 1), (taker.OrderNumber, maker.OrderNumber));
    }

    [Fact]
    public void Report_numbers_have_no_gap_and_no_repetition()
    {
        var reports = MarketScripts.Run(_market, seed: 7, count: 500).SelectMany(r => r.Reports()).ToArray();
        foreach (var account in reports.GroupBy(r => r.Account))
            Assert.Equal(Enumerable.Range(1, account.Count()).Select(n => (long)n), account.Select(r => r.Number));
        Assert.Equal(_market.Accounts.Sum(a => a.LastNumber), reports.Length);
    }

    [Fact]
    public void A_refused_order_is_recorded_and_a_refused_cancel_is_not()
    {
        var record = _market.Enter(MarketScripts.Limit(Side.Buy, 100, -1), "a", null);
        Assert.Equal(BookEventKind.Rejected, Assert.Single(record.Events).Kind);
        Assert.Null(_market.Execute(
            new() { Kind = BookCommandKind.Cancel, OrderId = 99, Account = OrderBook.AnyAccount }, out var reason));
        Assert.Equal(BookReason.NotOpen, reason);
        Assert.Equal(1, _market.Sequence);
    }

    [Fact]
    public void Time_never_goes_back()
    {
        _market.Enter(MarketScripts.Limit(Side.Buy, 100, 1) with { Time = 500 }, "a", null);
        Assert.Equal(500, _market.Enter(MarketScripts.Limit(Side.Buy, 100, 1) with { Time = 400 }, "a", null).Command.Time);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Replaying_the_records_gives_the_same_state(int seed)
    {
        var records = MarketScripts.Run(_market, seed, 2000);
        var replayed = new Market("AAPL");
        foreach (var record in records) replayed.Replay(MarketRecordCodec.Decode(MarketRecordCodec.Encode(record)));
        replayed.Book.ValidateInvariants();
        Assert.Equal(_market.StateHash(), replayed.StateHash());
        Assert.Equal(_market.Accounts, replayed.Accounts);
    }

    [Fact]
    public void Executing_the_commands_again_gives_the_same_events()
    {
        var again = new Market("AAPL");
        foreach (var record in MarketScripts.Run(_market, seed: 4, count: 2000))
        {
            var other = record.Command.Kind == BookCommandKind.New
                ? again.Enter(record.Command, record.NameOf(record.Command.Account), record.ClientOrderId)
                : again.Execute(record.Command, out _);
            Assert.Equal(record.Events.ToArray(), other!.Events.ToArray());
        }
        Assert.Equal(_market.StateHash(), again.StateHash());
    }

    [Fact]
    public void A_snapshot_goes_on_as_the_market_does()
    {
        MarketScripts.Run(_market, seed: 5, count: 1000);
        using var bytes = new MemoryStream();
        _market.WriteSnapshot(new BinaryWriter(bytes));
        bytes.Position = 0;
        var restored = Market.ReadSnapshot(new BinaryReader(bytes));
        Assert.Equal(_market.StateHash(), restored.StateHash());

        MarketScripts.Run(_market, seed: 6, count: 1000);
        MarketScripts.Run(restored, seed: 6, count: 1000);
        Assert.Equal(_market.StateHash(), restored.StateHash());
    }

    [Fact]
    public void A_record_that_does_not_follow_on_is_refused()
    {
        var first = Enter("a", Side.Buy, 100, 1);
        var second = Enter("a", Side.Buy, 100, 1);
        var other = new Market("AAPL");
        Assert.Throws<InvalidOperationException>(() => other.Replay(second));
        other.Replay(first);
        Assert.Throws<InvalidOperationException>(() => other.Replay(first));
    }

    private MarketRecord Enter(string account, Side side, long price, long quantity) =>
        _market.Enter(MarketScripts.Limit(side, price, quantity), account, null);
}
