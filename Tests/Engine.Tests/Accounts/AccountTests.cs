using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;

namespace TradingOps.Engine.Tests.Accounts;

public sealed class AccountTests
{
    private static readonly Instrument Stock = InstrumentCatalogue.Default["AAPL"];
    private readonly Market _market = new("AAPL");
    private readonly Account _account = new("a");

    public AccountTests() => _account.MoveCash(1_000_000);

    [Fact]
    public void An_open_order_is_held_until_it_is_filled_or_canceled()
    {
        Follow(_market.Enter(MarketScripts.Limit(Side.Buy, 10_000, 5), "a", null));
        Assert.Equal(new Reservation(5, 50_000, 0, 0), _account.ReservationIn("AAPL"));

        Follow(_market.Enter(MarketScripts.Limit(Side.Sell, 10_000, 2), "b", null));
        Assert.Equal(new Reservation(3, 30_000, 0, 0), _account.ReservationIn("AAPL"));
        Assert.Equal(2, _account.PositionIn("AAPL")!.Quantity);
        Assert.Equal(1_000_000 - 200, _account.Cash);

        Follow(_market.Execute(new() { Kind = BookCommandKind.Cancel, OrderId = 1, Account = OrderBook.AnyAccount }, out _)!);
        Assert.Equal(default, _account.ReservationIn("AAPL"));
        Assert.Empty(_account.OpenOrders);
    }

    [Fact]
    public void A_report_counts_once()
    {
        var record = _market.Enter(MarketScripts.Limit(Side.Buy, 10_000, 5), "a", null);
        Follow(record);
        foreach (var report in record.Reports()) Assert.False(_account.Apply(report, Stock));
        Assert.Single(_account.OpenOrders);
    }

    [Fact]
    public void A_gap_is_refused_and_changes_nothing()
    {
        _market.Enter(MarketScripts.Limit(Side.Buy, 10_000, 5), "a", null);
        var second = _market.Enter(MarketScripts.Limit(Side.Buy, 10_000, 5), "a", null).Reports()[0];
        Assert.Throws<InvalidOperationException>(() => _account.Apply(second, Stock));
        Assert.Equal(default, _account.CursorOf("AAPL"));
        Assert.Empty(_account.OpenOrders);
    }

    [Fact]
    public void Futures_move_cash_by_what_is_realised_only()
    {
        var future = InstrumentCatalogue.Default["ESZ6"];
        Report(future, 1, Side.Buy, 20_000, 2);
        Assert.Equal(1_000_000, _account.Cash);
        Report(future, 2, Side.Sell, 20_040, 2);
        Assert.Equal(1_000_000 + 40 * 0.25m * 2 * 50, _account.Cash);
    }

    [Fact]
    public void A_fill_is_booked_under_the_terms_of_its_own_time()
    {
        var cheap = new AccountTerms { From = 0, Fees = Fees(taker: 0.5m) };
        var dear = new AccountTerms { From = 100, Fees = Fees(taker: 2m) };
        var (early, late) = (new Account("a"), new Account("a"));
        early.SetTerms(cheap);
        Trade(early, time: 50, number: 1);
        early.SetTerms(dear);
        Trade(early, time: 150, number: 2);
        late.SetTerms(cheap);
        late.SetTerms(dear);
        Trade(late, time: 50, number: 1);
        Trade(late, time: 150, number: 2);
        Assert.Equal(2.5m * 3, early.Fees);
        Assert.Equal(AccountJson.Encode(early.ToCheckpoint()), AccountJson.Encode(late.ToCheckpoint()));

        static FeeSchedule Fees(decimal taker) => new() { Equity = new() { Taker = new(PerUnit: taker) } };
    }

    [Fact]
    public void Fees_by_class_and_liquidity_reduce_cash_and_result()
    {
        _account.SetTerms(new()
        {
            Fees = new()
            {
                Equity = new() { Maker = new(BasisPoints: -1), Taker = new(BasisPoints: 2) },
                Futures = new() { Taker = new(PerUnit: 2.25m) },
            },
        });
        Report(Stock, 1, Side.Buy, 100_00, 10);
        Assert.Equal((0.2m, -0.2m), (_account.Fees, _account.RealizedPnl));
        Assert.Equal(1_000_000 - 1000 - 0.2m, _account.Cash);
        Report(InstrumentCatalogue.Default["ESZ6"], 1, Side.Buy, 20_000, 2);
        Assert.Equal(1_000_000 - 1000 - 0.2m - 4.5m, _account.Cash);
    }

    [Theory]
    [InlineData(Liquidity.Maker, -1)]
    [InlineData(Liquidity.Taker, 2)]
    [InlineData(Liquidity.Auction, 2)]
    [InlineData(Liquidity.Auction, 0.5, 0.5)]
    public void An_auction_costs_its_own_rate_and_else_the_taker_rate(Liquidity liquidity, double paid, double? auction = null)
    {
        var fees = new ClassFees
        {
            Maker = new(PerUnit: -1),
            Taker = new(PerUnit: 2),
            Auction = auction is { } rate ? new(PerUnit: (decimal)rate) : null,
        };
        Assert.Equal((decimal)paid, new FeeSchedule { Equity = fees }.RateOf(AssetClass.Equity, liquidity).PerUnit);
    }

    [Fact]
    public void What_orders_hold_equals_the_open_orders_after_any_history()
    {
        foreach (var record in MarketScripts.Run(_market, seed: 11, count: 3000)) Follow(record, "account-1");
        var expected = _account.OpenOrders.Aggregate(default(Reservation), (sum, order) => sum.Add(order, 1));
        Assert.NotEmpty(_account.OpenOrders);
        Assert.Equal(expected, _account.ReservationIn("AAPL"));
        Assert.All(_account.OpenOrders, held =>
        {
            Assert.True(_market.Book.TryGetOrder(held.Number, out var order));
            Assert.Equal((order.Side, order.Price, order.Remaining), (held.Side, held.Price, held.Remaining));
        });
    }

    [Fact]
    public void A_checkpoint_and_what_came_after_equal_the_whole_history()
    {
        var records = MarketScripts.Run(_market, seed: 12, count: 2000);
        foreach (var record in records.Take(1000)) Follow(record, "account-1");
        var restored = new Account(AccountJson.DecodeCheckpoint(AccountJson.Encode(_account.ToCheckpoint())));
        foreach (var record in records.Skip(1000)) Follow(record, "account-1");
        // Catching up may begin too early: what was applied is passed over.
        foreach (var record in records.Skip(900))
            foreach (var report in record.Reports().Where(r => r.Account == "account-1"))
                restored.Apply(report, Stock);
        Assert.Equal(AccountJson.Encode(_account.ToCheckpoint()), AccountJson.Encode(restored.ToCheckpoint()));
        Assert.Equal(_account.ReservationIn("AAPL"), restored.ReservationIn("AAPL"));
    }

    private static void Trade(Account account, long time, int number)
    {
        var order = new ExecutionReport
        {
            Account = "a",
            Number = 2 * number - 1,
            Sequence = number,
            Time = time,
            Kind = BookEventKind.Accepted,
            OrderNumber = number,
            Side = Side.Buy,
            Price = 100_00,
            Quantity = 3,
            Remaining = 3,
        };
        account.Apply(order, Stock);
        account.Apply(order with { Number = 2 * number, Kind = BookEventKind.Traded, Remaining = 0, Trade = 1 }, Stock);
    }

    private void Report(Instrument instrument, long order, Side side, long price, long quantity)
    {
        var accepted = new ExecutionReport
        {
            Account = "a",
            Number = _account.CursorOf(instrument.Symbol).Number + 1,
            Sequence = order,
            Time = 0,
            Kind = BookEventKind.Accepted,
            OrderNumber = order,
            Side = side,
            Price = price,
            Quantity = quantity,
            Remaining = quantity,
        };
        _account.Apply(accepted, instrument);
        _account.Apply(
            accepted with { Number = accepted.Number + 1, Kind = BookEventKind.Traded, Remaining = 0, Trade = 1 }, instrument);
    }

    private void Follow(MarketRecord record, string account = "a")
    {
        foreach (var report in record.Reports())
            if (report.Account == account)
                _account.Apply(report, Stock);
    }
}
