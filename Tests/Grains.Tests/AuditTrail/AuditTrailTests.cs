using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.AuditTrail;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.AuditTrail;

/// <summary>Who did what, from the journal.</summary>
public sealed class AuditTrailTests(TradingCluster cluster) : IClassFixture<TradingCluster>
{
    private static readonly Actor Ann = new("ann", "desk@nyc", "10.0.0.7");
    private static readonly Actor Bob = new("bob", null, "10.0.0.8");

    private readonly string _id = "trail" + Guid.NewGuid().ToString("n")[..8];

    private IAccountGrain Account => cluster.Grains.GetAccount(_id);

    [Fact]
    public async Task Every_change_of_an_account_names_its_actor_in_order()
    {
        var order = await ChangeEverythingAsync();
        var trail = await ReadAllAsync(new() { Account = _id, Limit = 100 });
        Assert.Equal(
            [
                ("account_opened", Bob), ("account_changed", Bob), ("cash_moved", Bob), ("day_started", Bob),
                ("order_accepted", Ann), ("order_replaced", Bob), ("order_rejected", Ann), ("order_accepted", Ann),
                ("order_canceled", Bob), ("order_canceled", Ann), ("breaker_open", new Actor("carl")),
            ],
            trail.Select(e => (e.Event, e.Actor)));
        Assert.Equal(trail.OrderBy(e => e.At).Select(e => e.At), trail.Select(e => e.At));
        Assert.Equal(order, trail[4].Order!.OrderId);
        Assert.Equal((500, "wire-1"), (trail[2].Amount, trail[2].Reference));
        Assert.Equal(7, trail[1].Limits!.MaxOrderQuantity);
        Assert.Equal("max_quantity", trail[6].Order!.Reason);
        Assert.Equal("drill", trail[^1].Breaker!.Reason);
    }

    [Fact]
    public async Task A_desk_has_a_trail_of_its_limits_and_its_breaker()
    {
        var desk = "desk:" + _id;
        await Account.Change(new() { Cash = 1_000, Desk = _id }, Bob);
        await cluster.Grains.GetFirm().SetLimits(desk, [new(null, "AAPL", 1_000, 0, 0)], "quarter", Ann);
        await cluster.Grains.GetFirm().SetLimits("firm", [new(null, "AAPL", 9_000, 0, 0)], "year", Bob);
        await cluster.Grains.GetDesk(_id).Trip("drill", "carl");
        var trail = await ReadAllAsync(new() { Scope = desk, Limit = 1 });
        Assert.Equal(
            [("limits_changed", Ann, "quarter"), ("breaker_open", new("carl"), null)],
            trail.Select(e => (e.Event, e.Actor, e.Detail)));
        Assert.All(trail, e => Assert.Equal((desk, null, null), (e.Scope, e.Account, e.Symbol)));
        Assert.Equal(1_000, trail[0].Exposure!.Value[0].MaxGross);
        var ofFirm = await ReadAllAsync(new() { Scope = "firm", Limit = 100 });
        Assert.Equal("year", Assert.Single(ofFirm, e => e.Event == "limits_changed").Detail);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Pages_of_any_size_join_without_gap_or_repetition(int limit)
    {
        await ChangeEverythingAsync();
        var whole = await ReadAllAsync(new() { Account = _id, Limit = 1000 });
        var joined = await ReadAllAsync(new() { Account = _id, Limit = limit });
        Assert.Equal(whole.Select(e => (e.At, e.Sequence, e.Event)), joined.Select(e => (e.At, e.Sequence, e.Event)));
    }

    [Fact]
    public async Task Pages_join_also_where_the_clock_went_back()
    {
        await ChangeEverythingAsync();
        cluster.Clock.MoveTo(cluster.Clock.GetUtcNow().AddMinutes(-5));
        await Account.MoveCash(1, "earlier", Bob);
        await Account.MoveCash(2, "earlier still", Bob);
        cluster.Clock.MoveTo(DateTimeOffset.UtcNow);
        var whole = await ReadAllAsync(new() { Account = _id, Limit = 1000 });
        Assert.Equal(3, whole.Count(e => e.Event == "cash_moved"));
        var joined = await ReadAllAsync(new() { Account = _id, Limit = 1 });
        Assert.Equal(whole.Select(e => (e.At, e.Sequence, e.Event)), joined.Select(e => (e.At, e.Sequence, e.Event)));
    }

    [Fact]
    public async Task A_time_range_and_a_symbol_narrow_the_trail()
    {
        await ChangeEverythingAsync();
        var whole = await ReadAllAsync(new() { Account = _id, Limit = 100 });
        var (from, to) = (whole[3].At, whole[6].At);
        Assert.Equal(
            whole.Where(e => e.At >= from && e.At < to).Select(e => e.Event),
            (await ReadAllAsync(new() { Account = _id, From = from, To = to, Limit = 100 })).Select(e => e.Event));
        Assert.Equal(
            whole.Where(e => e.Symbol == "MSFT").Select(e => e.Event),
            (await ReadAllAsync(new() { Account = _id, Symbol = "MSFT", Limit = 100 })).Select(e => e.Event));
        Assert.Empty(await ReadAllAsync(new() { Account = _id, From = whole[^1].At.AddTicks(10), Limit = 100 }));
    }

    [Fact]
    public async Task The_trail_of_a_symbol_has_every_account_and_the_instrument()
    {
        var instrument = (await cluster.Grains.GetInstrumentCatalogue().Find("NVDA"))!;
        await cluster.Grains.GetInstrumentCatalogue().Put(instrument with { MaxQuantity = instrument.MaxQuantity + 1 }, "dora");
        await Account.Change(new() { Cash = 100_000 }, Bob);
        await Account.SubmitOrder(Buy("NVDA", 1), Ann);
        var trail = await ReadAllAsync(new() { Symbol = "NVDA", Limit = 100 });
        Assert.Contains(trail, e => e.Event == "instrument_changed" && e.Actor == new Actor("dora"));
        Assert.Contains(trail, e => e.Event == "order_accepted" && e.Account == _id && e.Actor == Ann);
    }

    private async Task<string> ChangeEverythingAsync()
    {
        await Account.Change(new() { Cash = 100_000 }, Bob);
        await Account.Change(new() { Limits = new() { MaxOrderQuantity = 7 } }, Bob);
        await Account.MoveCash(500, "wire-1", Bob);
        await Account.StartDay("drill", Bob);
        var first = (await Account.SubmitOrder(Buy("AAPL", 2), Ann)).Order!.Id;
        await Account.AmendOrder(first, new(1, null, null), Bob);
        await Account.SubmitOrder(Buy("MSFT", 8), Ann);
        var second = (await Account.SubmitOrder(Buy("MSFT", 1), Ann)).Order!.Id;
        await cluster.Grains.GetOrderBook("MSFT").Cancel(second, Bob);
        await Account.CancelOrders(null, Ann);
        await Account.Trip("drill", "carl");
        return first;
    }

    private static OrderRequest Buy(string symbol, decimal quantity) => new()
    {
        Symbol = symbol,
        Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Gtc),
        Quantity = quantity,
        LimitPrice = 10,
    };

    private async Task<List<TrailEntry>> ReadAllAsync(TrailFilter filter)
    {
        var entries = new List<TrailEntry>();
        while (true)
        {
            var page = await cluster.Grains.GetAuditTrail().Read(filter);
            entries.AddRange(page.Entries);
            if (page.Next is null) return entries;
            filter = filter with { After = TrailPosition.TryParse(page.Next.ToString()) };
        }
    }
}
