using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;
using TradingOps.Engine.Settlement;

namespace TradingOps.Engine.Tests.Risk;

/// <summary>What an account may open, and what it may sell short.</summary>
public sealed class TradingPermissionTests
{
    private static readonly Instrument Stock = InstrumentCatalogue.Default["AAPL"];

    private readonly Account _account = new("a");

    [Theory]
    [InlineData(Side.Buy, 10, 0, true)]
    [InlineData(Side.Sell, 10, 10, false)]
    [InlineData(Side.Sell, 11, 10, true)]
    [InlineData(Side.Buy, 10, -10, false)]
    [InlineData(Side.Buy, 11, -10, true)]
    public void What_is_restricted_can_be_closed(Side side, long lots, long held, bool isRefused)
    {
        Hold(held);
        var restricted = Stock with { Restriction = "list 7" };
        var refusal = TradingPermissions.Check(Order(side, lots), _account, restricted);
        Assert.Equal(isRefused ? TradingError.Restricted : null, refusal?.Code);
        if (isRefused) Assert.Contains("list 7", refusal!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_opens_what_it_may()
    {
        Assert.Null(Check(new()));
        Assert.Null(Check(new AccountLimits() with { AssetClasses = [AssetClass.Equity], Symbols = ["AAPL"] }));
        Assert.Equal(TradingError.NotPermitted, Check(new AccountLimits() with { AssetClasses = [AssetClass.Options] }));
        Assert.Equal(TradingError.NotPermitted, Check(new AccountLimits() with { Symbols = ["MSFT"] }));
        Assert.Null(Check(new AccountLimits() with { IsLongOnly = true }));
        Assert.Equal(TradingError.NotPermitted, Check(new AccountLimits() with { IsLongOnly = true }, Side.Sell));
        Hold(1);
        Assert.Null(Check(new AccountLimits() with { IsLongOnly = true }, Side.Sell));
        // What rests already counts.
        _account.Reserve(Held(Side.Sell, 1));
        Assert.Equal(TradingError.NotPermitted, Check(new AccountLimits() with { IsLongOnly = true }, Side.Sell));

        TradingError? Check(AccountLimits limits, Side side = Side.Buy)
        {
            _account.SetLimits(limits);
            return TradingPermissions.Check(Order(side, 1), _account, Stock)?.Code;
        }
    }

    [Theory]
    [InlineData(89.99, 89.99, true)]
    [InlineData(90.00, 89.99, false)]
    [InlineData(89.98, 89.99, true)]
    public void A_short_sale_after_a_fall_is_above_the_bid(decimal limit, decimal bid, bool isRefused)
    {
        var mark = new Mark(bid, bid + 0.02m, bid) { IsShortRestricted = true };
        Assert.Equal(isRefused, CheckShort(Order(Side.Sell, 1, (long)(limit * 100)), mark) == TradingError.ShortSaleRestricted);
        Assert.Null(CheckShort(Order(Side.Buy, 1, (long)(limit * 100)), mark));
        Assert.Null(CheckShort(Order(Side.Sell, 1, (long)(limit * 100)), mark with { IsShortRestricted = false }));
        Assert.NotNull(CheckShort(Order(Side.Sell, 1, (long)(limit * 100), OrderType.Market), mark));
        Assert.NotNull(CheckShort(Order(Side.Sell, 1, (long)(limit * 100), OrderType.StopLimit), mark));
        Hold(1);
        Assert.Null(CheckShort(Order(Side.Sell, 1, (long)(limit * 100)), mark));
    }

    [Fact]
    public void What_is_hard_to_borrow_is_located_first()
    {
        var hard = Stock with { IsHardToBorrow = true };
        var refusal = TradingPermissions.CheckShortSale(Order(Side.Sell, 5), _account, hard, default);
        Assert.Equal(TradingError.LocateRequired, refusal?.Code);
        _account.SetLocated(new("AAPL", 5));
        Assert.Null(TradingPermissions.CheckShortSale(Order(Side.Sell, 5), _account, hard, default));
        Assert.NotNull(TradingPermissions.CheckShortSale(Order(Side.Sell, 6), _account, hard, default));
        var restored = new Account(AccountJson.DecodeCheckpoint(AccountJson.Encode(_account.ToCheckpoint())));
        Assert.Equal(5, restored.Located["AAPL"]);
    }

    [Theory]
    [InlineData(0, -100, true)]
    [InlineData(100, -100, false)]
    [InlineData(150, -100, false)]
    [InlineData(50, -100, true)]
    [InlineData(-100, 100, false)]
    [InlineData(0, 100, false)]
    public void An_exercise_delivers_what_an_order_could(long held, decimal shares, bool isRefused)
    {
        Hold(held);
        Assert.Null(TradingPermissions.CheckDelivery(_account, Stock, shares));
        var hard = TradingPermissions.CheckDelivery(_account, Stock with { IsHardToBorrow = true }, shares);
        Assert.Equal(isRefused ? TradingError.LocateRequired : null, hard?.Code);
        _account.SetLimits(new AccountLimits() with { IsLongOnly = true });
        var refusal = TradingPermissions.CheckDelivery(_account, Stock, shares);
        Assert.Equal(isRefused ? TradingError.NotPermitted : null, refusal?.Code);
    }

    [Fact]
    public void A_reduce_only_order_and_the_outside_market_are_free()
    {
        Hold(10);
        _account.Reserve(Held(Side.Sell, 10));
        var hard = Stock with { Restriction = "list 7", IsHardToBorrow = true };
        var exit = Order(Side.Sell, 10);
        Assert.NotNull(TradingPermissions.Check(exit, _account, hard));
        exit = exit with { Spec = exit.Spec with { Instructions = exit.Spec.Instructions with { ReduceOnly = true } } };
        Assert.Null(TradingPermissions.Check(exit, _account, hard));
        Assert.Null(TradingPermissions.CheckShortSale(exit, _account, hard, default));
        _account.SetLimits(AccountLimits.None);
        Assert.Null(TradingPermissions.Check(Order(Side.Sell, 100), _account, hard));
        Assert.Null(TradingPermissions.CheckShortSale(Order(Side.Sell, 100), _account, hard, default));
    }

    [Fact]
    public void A_fall_by_a_tenth_restricts_today_and_the_next_session()
    {
        var market = new Market("AAPL");
        market.Positions.SetOfficialPrice(
            new(new(2026, 11, 27), OfficialPriceKind.Close, Stock.ToSettlement(100), "ann"), Stock, 1, "file", new("ann"));
        Trade(90_01);
        Assert.False(market.Settlement.IsShortRestricted);
        Trade(90_00);
        Assert.True(market.Settlement.IsShortRestricted);
        Enter(SessionState.Closed);
        Enter(SessionState.Open);
        Assert.True(market.Settlement.IsShortRestricted);
        Enter(SessionState.Closed);
        Assert.False(market.Settlement.IsShortRestricted);

        void Enter(SessionState session) =>
            market.Execute(new() { Kind = BookCommandKind.SetSession, Session = session }, out _);

        void Trade(long price)
        {
            market.Enter(MarketScripts.Limit(Side.Sell, price, 1), "a", null);
            market.Enter(MarketScripts.Limit(Side.Buy, price, 1), "b", null);
        }
    }

    private TradingError? CheckShort(OrderCheck order, Mark mark) =>
        TradingPermissions.CheckShortSale(order, _account, Stock, mark)?.Code;

    private void Hold(long lots)
    {
        if (lots == 0) return;
        var market = new Market("AAPL");
        var side = lots > 0 ? Side.Buy : Side.Sell;
        market.Enter(MarketScripts.Limit(side == Side.Buy ? Side.Sell : Side.Buy, 100_00, Math.Abs(lots)), "b", null);
        foreach (var report in market.Enter(MarketScripts.Limit(side, 100_00, Math.Abs(lots)), "a", null).Reports())
            if (report.Account == "a")
                _account.Apply(report, Stock);
    }

    private static HeldOrder Held(Side side, long lots, long price = 100_00) => new("AAPL", 7, side, price, lots);

    private static OrderCheck Order(Side side, long lots, long price = 100_00, OrderType type = OrderType.Limit) => new()
    {
        Spec = new()
        {
            Instructions = new(side, type, TimeInForce.Day),
            Price = price,
            StopPrice = type.HasStop() ? price : 0,
            Quantity = lots,
        },
        Held = Held(side, lots, price),
        Price = price,
        Time = 1,
    };
}
