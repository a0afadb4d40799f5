using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Settlement;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Instruments;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Settlement;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.Books;

/// <summary>Sessions that end, contracts that expire, positions that are settled.</summary>
public sealed class SessionTests(TradingCluster cluster) : IClassFixture<TradingCluster>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly InstrumentView Future = new()
    {
        Symbol = "ESM9",
        AssetClass = AssetClass.Futures,
        Currency = "USD",
        TickSize = 0.25m,
        LotSize = 1,
        Multiplier = 50,
        MinQuantity = 1,
        MaxQuantity = 1000,
        InitialMargin = 0.1m,
        Expiry = new(2039, 6, 17),
    };

    private readonly string _buyer = "buyer-" + Guid.NewGuid().ToString("n")[..8];
    private readonly string _seller = "seller-" + Guid.NewGuid().ToString("n")[..8];

    [Fact]
    public async Task Day_orders_end_with_their_day_while_no_silo_runs()
    {
        var day = await SubmitAsync(_seller, "MSFT", Side.Sell, 100, 5, TimeInForce.Day);
        var good = await SubmitAsync(_seller, "MSFT", Side.Sell, 101, 5);
        await SleepAsync();
        cluster.Clock.MoveTo(cluster.Clock.GetUtcNow().AddDays(1));

        var taker = await SubmitAsync(_buyer, "MSFT", Side.Buy, 102, 7);
        Assert.Equal([(101m, 5m)], taker.Fills.Select(f => (f.Price, f.Quantity)));
        Assert.Equal(OrderStatus.Expired, (await StoredAsync(day)).Status);
        Assert.Equal(OrderStatus.Filled, (await StoredAsync(good)).Status);
        await EventuallyAsync(async () => (await AccountAsync(_seller)).OpenOrders == 0);
    }

    [Fact]
    public async Task Day_orders_end_in_a_closed_market_and_the_others_remain()
    {
        var future = Future with { Symbol = "ESU9", Expiry = new(2039, 9, 16) };
        await PutAsync(future);
        var day = await SubmitAsync(_seller, "ESU9", Side.Sell, 100, 5, TimeInForce.Day);
        var good = await SubmitAsync(_seller, "ESU9", Side.Sell, 101, 5);
        var from = (await cluster.Grains.GetOrderBook("ESU9").ReadFeed(null))!.Sequence;
        await PutAsync(future with { Status = InstrumentStatus.Closed });
        var told = Assert.Single((await cluster.Grains.GetOrderBook("ESU9").ReadFeed(from))!.Changes);
        Assert.Equal((day.Id, OrderStatus.Expired, "session_ended"), (told.OrderId, told.Status, told.Reason));
        Assert.Equal(OrderStatus.Expired, (await StoredAsync(day)).Status);
        Assert.Equal(OrderStatus.Accepted, (await StoredAsync(good)).Status);
        Assert.Equal("closed", (await cluster.Grains.GetOrderBook("ESU9").GetBook(1))!.Status);
        await PutAsync(future);
        Assert.Equal("open", (await cluster.Grains.GetOrderBook("ESU9").GetBook(1))!.Status);
        Assert.Equal(OrderStatus.Filled, (await SubmitAsync(_buyer, "ESU9", Side.Buy, 101, 5)).Status);
    }

    [Fact]
    public async Task A_contract_that_expires_is_settled_by_two_people()
    {
        await PutAsync(Future);
        await SubmitAsync(_seller, "ESM9", Side.Sell, 100, 5);
        await SubmitAsync(_buyer, "ESM9", Side.Buy, 100, 5);
        var resting = await SubmitAsync(_buyer, "ESM9", Side.Buy, 90, 5);
        var expired = Future with { Status = InstrumentStatus.Expired };
        await PutAsync(expired);
        Assert.Equal(OrderStatus.Expired, (await StoredAsync(resting)).Status);
        Assert.Equal("expired", (await cluster.Grains.GetOrderBook("ESM9").GetBook(1))!.Status);

        // One person is not enough, and the journal takes the price that the other confirms, not yet what follows from it.
        var market = cluster.Grains.GetOrderBook("ESM9");
        var today = TradingDay.Of(cluster.Clock.GetUtcNow());
        var price = new NewOfficialPrice(today, OfficialPriceKind.Settlement, 104.33m, "closing file");
        Assert.Null((await market.EnterPrice(price, new("ann")))!.Code);
        Assert.Equal(0, (await AccountAsync(_seller)).RealizedPnl);
        cluster.Journal.FailAfter(1, new JournalException("the disk is full"));
        await Assert.ThrowsAsync<TradingUnavailableException>(() => market.EnterPrice(price, new("bob")));
        cluster.Journal.Failure = null;
        await EventuallyAsync(async () => (await market.EnterPrice(price, new("bob")))!.Price!.Official.IsConfirmed);

        await EventuallyAsync(async () => (await AccountAsync(_seller)).RealizedPnl == -4.33m * 5 * 50);
        await EventuallyAsync(async () => (await AccountAsync(_buyer)).RealizedPnl == 4.33m * 5 * 50);
        await SleepAsync();
        var account = await AccountAsync(_buyer);
        Assert.Equal((1_000_000 + 4.33m * 5 * 50, 0m), (account.Cash, account.UnrealizedPnl));
        var position = Assert.Single((await cluster.Grains.GetAccount(_buyer).GetPositions())!.Value);
        Assert.Equal((0m, 4.33m * 5 * 50), (position.Quantity, position.RealizedPnl));

        // A correction takes two people again.
        price = price with { Price = 105 };
        await market.EnterPrice(price, new("bob"));
        Assert.Equal(4.33m * 5 * 50, (await AccountAsync(_buyer)).RealizedPnl);
        await market.EnterPrice(price, new("ann"));
        await EventuallyAsync(async () => (await AccountAsync(_buyer)).RealizedPnl == 5m * 5 * 50);
        Assert.Empty((await cluster.Grains.GetAudit().Run()).Violations);
    }

    [Fact]
    public async Task A_market_requested_before_its_instrument_trades_once_it_is_added()
    {
        Assert.Null(await cluster.Grains.GetOrderBook("LATE").GetBook(1));
        await PutAsync(Future with { Symbol = "LATE", AssetClass = AssetClass.Equity, Expiry = null });
        await SubmitAsync(_buyer, "LATE", Side.Buy, 100, 5);
    }

    /// <summary>Every grain loses its memory.</summary>
    private Task SleepAsync() => cluster.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);

    private async Task PutAsync(InstrumentView instrument) => Assert.Null((await TryPutAsync(instrument)).Code);

    private Task<PutInstrumentResult> TryPutAsync(InstrumentView instrument) =>
        cluster.Grains.GetInstrumentCatalogue().Put(instrument, "tester");

    private async Task<AccountView> AccountAsync(string account) => (await cluster.Grains.GetAccount(account).GetAccount())!;

    private async Task<OrderView> StoredAsync(OrderView order) => (await cluster.Grains.GetOrderQueries().FindOrder(order.Id))!;

    private async Task<OrderView> SubmitAsync(
        string account, string symbol, Side side, decimal price, decimal quantity, TimeInForce time = TimeInForce.Gtc)
    {
        var result = await cluster.Grains.GetAccount(account).SubmitOrder(new()
        {
            Symbol = symbol,
            Instructions = new(side, OrderType.Limit, time),
            Quantity = quantity,
            LimitPrice = price,
        });
        Assert.True(result.Outcome == SubmitOutcome.Accepted, $"{result.Code}: {result.Detail}");
        return result.Order!;
    }

    private static Task EventuallyAsync(Func<Task<bool>> condition) => Eventually.HoldsAsync(
        async () =>
        {
            try
            {
                return await condition();
            }
            catch (TradingUnavailableException)
            {
                // A market that is being restored is asked again.
                return false;
            }
        },
        Patience);
}
