using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;

namespace TradingOps.Engine.Tests.Markets;

/// <summary>Who stands on the records of a market.</summary>
public sealed class ActorTests
{
    private static readonly Actor Ann = new("ann", "desk@nyc", "10.0.0.7");
    private static readonly Actor Bob = new("bob");

    private readonly Market _market = new("AAPL");

    [Fact]
    public void A_record_keeps_its_actor_in_the_journal()
    {
        foreach (var actor in new[] { Ann, Bob, Actor.Market, null })
            Assert.Equal(actor, MarketRecordCodec.Decode(MarketRecordCodec.Encode(Enter("a", Side.Buy, 100, actor))).Actor);
    }

    [Fact]
    public void A_record_of_the_first_version_is_read_without_actor()
    {
        var record = Enter("a", Side.Buy, 100, null);
        var bytes = MarketRecordCodec.Encode(record);
        var place = Array.LastIndexOf(bytes, (byte)'a') - 4;
        // Version, sequence and command; the empty client order id; no tag; no actor; one party: number, name, first report.
        Assert.Equal([0, 0, 0, 1, 0, 1, (byte)'a', 1], bytes[(place - 2)..(place + 6)]);
        byte[] first = [1, .. bytes[1..(place - 1)], .. bytes[(place + 1)..]];
        var read = MarketRecordCodec.Decode(first);
        Assert.Null(read.Actor);
        Assert.Equal(MarketRecordCodec.Encode(record), MarketRecordCodec.Encode(read));
    }

    [Fact]
    public void A_record_of_a_newer_version_is_refused_by_its_number()
    {
        var bytes = MarketRecordCodec.Encode(Enter("a", Side.Buy, 100, Ann));
        bytes[0] = 6;
        var error = Assert.Throws<UnknownVersionException>(() => MarketRecordCodec.Decode(bytes));
        Assert.Equal("market record of version 6, this program reads up to 5", error.Message);
        bytes[0] = 0;
        Assert.Throws<InvalidDataException>(() => MarketRecordCodec.Decode(bytes));
    }

    [Fact]
    public void An_account_does_not_learn_who_traded_with_it()
    {
        Enter("maker", Side.Sell, 100, Ann);
        var record = Enter("taker", Side.Buy, 100, Bob);
        Assert.All(record.Reports(), r => Assert.Equal(r.Account == "taker" ? Bob : null, record.ActorOf(r)));
        Assert.Contains(record.Reports(), r => r.Account == "maker");
    }

    [Fact]
    public void An_account_learns_who_canceled_its_order()
    {
        Enter("a", Side.Buy, 100, Ann);
        var single = _market.Execute(
            new() { Kind = BookCommandKind.Cancel, OrderId = 1, Account = OrderBook.AnyAccount }, out _, Actor.Breaker)!;
        Assert.Equal(Actor.Breaker, single.ActorOf(Assert.Single(single.Reports())));
        Enter("a", Side.Buy, 100, Ann);
        var mass = Assert.Single(_market.Cancel([3], time: 1, Bob));
        Assert.Equal(Bob, mass.ActorOf(Assert.Single(mass.Reports())));
    }

    [Fact]
    public void An_expiry_names_the_market_and_not_the_next_sender()
    {
        var order = MarketScripts.Limit(Side.Buy, 100, 1).With(o => o with
        {
            Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Gtd),
            ExpireAt = 300,
        });
        _market.Enter(order with { Time = 100 }, "a", null, Ann);
        var record = _market.Enter(MarketScripts.Limit(Side.Buy, 90, 1) with { Time = 400 }, "a", null, Ann);
        var expired = Assert.Single(record.Reports(), r => r.Kind == BookEventKind.Expired);
        Assert.Equal(Actor.Market, record.ActorOf(expired));
        Assert.Equal(Ann, record.ActorOf(Assert.Single(record.Reports(), r => r.Kind == BookEventKind.Accepted)));
    }

    [Fact]
    public void A_name_reads_with_whom_it_acts_for_and_where()
    {
        Assert.Equal("ann for desk@nyc at 10.0.0.7", Ann.ToString());
        Assert.Equal("bob", Bob.ToString());
    }

    private MarketRecord Enter(string account, Side side, long price, Actor? actor) =>
        _market.Enter(MarketScripts.Limit(side, price, 1), account, null, actor);
}
