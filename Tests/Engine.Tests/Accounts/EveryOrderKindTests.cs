using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Tests.Books;

namespace TradingOps.Engine.Tests.Accounts;

/// <summary>
/// Accounts follow every kind of order: brackets, pairs, stops that trail, orders by cash amount, and all others.
/// </summary>
public sealed class EveryOrderKindTests
{
    private static readonly Instrument Stock = InstrumentCatalogue.Default["AAPL"];
    private readonly Market _market = new("AAPL");
    private readonly Dictionary<string, Account> _accounts = [];

    [Fact]
    public void Accounts_hold_what_the_book_has_open()
    {
        var seen = new HashSet<BookEventKind>();
        CommandSequence.ForAll(2_000, commands =>
        {
            var market = new Market("AAPL");
            var accounts = new Dictionary<string, Account>();
            foreach (var record in MarketScripts.Execute(market, commands))
            {
                seen.UnionWith(record.Events.Select(e => e.Kind));
                Follow(accounts, MarketRecordCodec.Decode(MarketRecordCodec.Encode(record)));
                AssertHold(accounts, market);
            }
        });
        Assert.Equal(
            Enum.GetValues<BookEventKind>().Where(k => k is not BookEventKind.Settled and < BookEventKind.Exercised),
            seen.Order());
    }

    [Fact]
    public void Bracket_exits_are_held_with_the_entrys_traded_quantity()
    {
        Enter(MarketScripts.Limit(Side.Sell, 100, 3), "seller");
        Enter(Bracket(10), "a");
        Assert.Equal(["AAPL-2", "AAPL-2T", "AAPL-2S"], OpenIds("a"));
        Assert.Equal(new Reservation(7, 700, 3, 3 * 110), _accounts["a"].ReservationIn("AAPL"));

        Follow(_accounts, _market.Execute(
            new() { Kind = BookCommandKind.Cancel, OrderId = 2, Account = OrderBook.AnyAccount }, out _)!);
        Assert.Equal(["AAPL-2T", "AAPL-2S"], OpenIds("a"));
        Assert.Equal(new Reservation(0, 0, 3, 3 * 110), _accounts["a"].ReservationIn("AAPL"));

        Enter(MarketScripts.Limit(Side.Buy, 110, 3), "buyer");
        Assert.Empty(OpenIds("a"));
        Assert.Equal(default, _accounts["a"].ReservationIn("AAPL"));
    }

    [Fact]
    public void A_stop_by_cash_reserves_its_quantity_at_the_stop_price()
    {
        Enter(Stop(stopPrice: 110).With(order => order with { Quantity = 0, Amount = 1_000 }), "a");
        Assert.Equal(new Reservation(9, 990, 0, 0), _accounts["a"].ReservationIn("AAPL"));
        Enter(MarketScripts.Limit(Side.Sell, 120, 100), "seller");
        Follow(_accounts, _market.Execute(new() { Kind = BookCommandKind.SetLastPrice, Spec = new() { Price = 110 } }, out _)!);
        Assert.Equal(8, _accounts["a"].PositionIn("AAPL")!.Quantity);
        Assert.Equal(default, _accounts["a"].ReservationIn("AAPL"));
    }

    [Fact]
    public void A_smaller_stop_is_held_at_its_stop_price_still()
    {
        Enter(Stop(stopPrice: 110).With(order => order with { Quantity = 10 }), "a");
        Follow(_accounts, _market.Execute(new()
        {
            Kind = BookCommandKind.Replace,
            OrderId = 1,
            Account = OrderBook.AnyAccount,
            Spec = new() { StopPrice = 110, Quantity = 4 },
        }, out _)!);
        Assert.Equal(new Reservation(4, 440, 0, 0), _accounts["a"].ReservationIn("AAPL"));
    }

    [Fact]
    public void An_order_of_a_market_keeps_its_id()
    {
        Enter(MarketScripts.Limit(Side.Buy, 100, 5), "a");
        Assert.Throws<ArgumentException>(() => _market.Execute(
            new() { Kind = BookCommandKind.Replace, OrderId = 1, NewOrderId = 7, Spec = new() { Price = 101, Quantity = 5 } },
            out _));
    }

    private static BookCommand Bracket(long quantity) =>
        MarketScripts.Limit(Side.Buy, 100, quantity).With(o => o with { TakeProfitPrice = 110, StopLossPrice = 90 });

    private static BookCommand Stop(long stopPrice) =>
        new() { Spec = new() { Instructions = new(Side.Buy, OrderType.Stop, TimeInForce.Gtc), StopPrice = stopPrice } };

    private void Enter(BookCommand order, string account)
    {
        Follow(_accounts, _market.Enter(order, account, null));
        AssertHold(_accounts, _market);
    }

    private IEnumerable<string> OpenIds(string account) =>
        _accounts[account].OpenOrders.Select(o => OrderIds.Format(o.Symbol, o.Number));

    private static void Follow(Dictionary<string, Account> accounts, MarketRecord record)
    {
        foreach (var report in record.Reports())
        {
            accounts.TryAdd(report.Account, new(report.Account));
            Assert.True(accounts[report.Account].Apply(report, Stock));
        }
    }

    private static void AssertHold(Dictionary<string, Account> accounts, Market market)
    {
        Assert.Equal(market.Book.OpenOrders, accounts.Values.Sum(a => a.OpenOrders.Count));
        Assert.Equal(0, accounts.Values.Sum(a => a.PositionIn("AAPL")?.Quantity ?? 0));
        foreach (var account in accounts.Values)
        {
            foreach (var held in account.OpenOrders)
            {
                Assert.True(market.Book.TryGetOrder(held.Number, out var order));
                // An order with a stop may be held at its stop price. The stop of a trailing order may be at price 0.
                var hasStop = order.StopPrice != 0 || order.TrailAmount != 0 || order.TrailBasisPoints != 0;
                var price = order.Price == 0 ? order.StopPrice : order.Price;
                var lots = order.Amount > 0 ? order.Amount / order.StopPrice : order.Remaining;
                Assert.Equal(new HeldOrder("AAPL", order.OrderId, order.Side, held.Price, lots), held);
                Assert.True(hasStop ? held.Price >= price : held.Price == price);
                Assert.Equal(market.Accounts[order.Account].Name, account.Id);
            }
            // The two of a pair share their record and side; only one of them can trade in full.
            var pairs = account.OpenOrders.GroupBy(o => (OrderIds.RecordOf(o.Number), o.Side)).Select(pair => new
            {
                pair.Key.Side,
                Lots = pair.Max(o => o.Remaining),
                Value = pair.Max(o => Math.Abs((decimal)o.Remaining * o.Price)),
            }).ToLookup(pair => pair.Side);
            var (buys, sells) = (pairs[Side.Buy], pairs[Side.Sell]);
            Assert.Equal(
                new Reservation(buys.Sum(o => o.Lots), buys.Sum(o => o.Value), sells.Sum(o => o.Lots), sells.Sum(o => o.Value)),
                account.ReservationIn("AAPL"));
        }
    }
}
