using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Margin;

namespace TradingOps.Grains.Tests.Accounts;

/// <summary>The order of the pre-trade checks, and what they leave to the caller.</summary>
public sealed class OrderAdmissionTests
{
    private static readonly OrderSpec TooLarge = AccountParts.Order(Side.Buy, 100, 2_000_000);

    [Fact]
    public async Task Sessions_are_checked_before_breakers_and_breakers_before_limits()
    {
        var parts = await AccountParts.OpenAsync();
        parts.SetFirm("open");
        var halted = parts.Instrument with { Status = InstrumentStatus.Halted };
        var admission = parts.Admission.Check(TooLarge, halted);
        Assert.Equal((TradingError.Halted, null, null), (admission.Refusal?.Code, admission.Breakers, admission.Limits));

        admission = parts.Admission.Check(TooLarge, parts.Instrument);
        Assert.Equal((TradingError.BreakerOpen, false, null),
            (admission.Refusal?.Code, admission.HasPassedBreakers, admission.Limits));

        parts.SetFirm("closed");
        admission = parts.Admission.Check(TooLarge, parts.Instrument);
        Assert.Equal((TradingError.MaxQuantity, true), (admission.Refusal?.Code, admission.HasPassedBreakers));
        Assert.NotNull(admission.Limits);
    }

    [Fact]
    public async Task A_closed_session_answers_before_the_account_is_valued()
    {
        var parts = await AccountParts.OpenAsync(new() { PriceCollar = 0.2m });
        parts.Buy(100, 5);
        // More than the account can pay at the worst price: it is valued to find the price that it can pay.
        var order = AccountParts.Order(Side.Buy, 0, 900, OrderType.Market, TimeInForce.Ioc);
        Assert.Equal(
            TradingError.Halted,
            parts.Admission.Check(order, parts.Instrument with { Status = InstrumentStatus.Halted }).Refusal?.Code);
        Assert.Equal(0, parts.Valuation.LargestPosition);
        parts.Admission.Check(order, parts.Instrument);
        Assert.Equal(5, parts.Valuation.LargestPosition);
    }

    [Theory]
    [InlineData(InstrumentStatus.Halted, TradingError.Halted)]
    [InlineData(InstrumentStatus.Closed, TradingError.Closed)]
    [InlineData(InstrumentStatus.Expired, TradingError.Expired)]
    public async Task An_instrument_that_does_not_trade_takes_no_order(InstrumentStatus status, TradingError code)
    {
        var parts = await AccountParts.OpenAsync();
        var order = AccountParts.Order(Side.Buy, 100, 1, force: TimeInForce.Ioc);
        Assert.Equal(code, parts.Admission.Check(order, parts.Instrument with { Status = status }).Refusal?.Code);
    }

    [Theory]
    [InlineData(InstrumentStatus.Closed, TimeInForce.Day, null)]
    [InlineData(InstrumentStatus.Closed, TimeInForce.Opg, null)]
    [InlineData(InstrumentStatus.Closed, TimeInForce.Cls, null)]
    [InlineData(InstrumentStatus.Closed, TimeInForce.Fok, TradingError.Closed)]
    [InlineData(InstrumentStatus.Open, TimeInForce.Opg, TradingError.AuctionOver)]
    [InlineData(InstrumentStatus.Open, TimeInForce.Cls, null)]
    public async Task Orders_for_an_auction_come_before_it(InstrumentStatus status, TimeInForce time, TradingError? code)
    {
        var parts = await AccountParts.OpenAsync();
        var order = AccountParts.Order(Side.Buy, 100, 1, force: time);
        Assert.Equal(code, parts.Admission.Check(order, parts.Instrument with { Status = status }).Refusal?.Code);
    }

    [Fact]
    public async Task Only_a_recorded_order_counts_towards_the_rate()
    {
        var parts = await AccountParts.OpenAsync(new() { MaxOrdersPerSecond = 2 });
        var order = AccountParts.Order(Side.Buy, 100, 1);
        for (var i = 0; i < 5; i++) Assert.Null(parts.Admission.Check(order, parts.Instrument).Refusal);
        Assert.Equal(0, parts.Admission.OrdersLately);

        for (var i = 0; i < 2; i++) parts.Admission.Record(parts.Admission.Check(order, parts.Instrument));
        Assert.Equal(2, parts.Admission.OrdersLately);
        Assert.Equal(TradingError.OrderRate, parts.Admission.Check(order, parts.Instrument).Refusal?.Code);
        parts.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(parts.Admission.Check(order, parts.Instrument).Refusal);
    }

    [Fact]
    public async Task A_market_order_reserves_and_carries_its_worst_price()
    {
        var parts = await AccountParts.OpenAsync();
        var order = AccountParts.Order(Side.Buy, 0, 10, OrderType.Market, TimeInForce.Ioc);
        var admission = parts.Admission.Check(order, parts.Instrument);
        Assert.Null(admission.Refusal);
        // The collar is 20 % above the last trade, at 100.
        Assert.Equal((120_00, 120_00), (admission.Held.Price, admission.Spec.Price));
        admission = parts.Admission.Check(AccountParts.Order(Side.Buy, 99.5m, 10), parts.Instrument);
        Assert.Equal((99_50, 99_50), (admission.Held.Price, admission.Spec.Price));
    }

    [Theory]
    [InlineData(OrderType.Market, 0, 120)]
    [InlineData(OrderType.Stop, 105, 126)]
    [InlineData(OrderType.MarketIfTouched, 95, 114)]
    public async Task A_cash_account_always_reserves_a_worst_price(OrderType type, decimal stop, decimal worst)
    {
        var parts = await AccountParts.OpenAsync(new() { PriceCollar = 0, Margin = MarginModel.Cash });
        var order = AccountParts.Order(Side.Buy, 0, 10, type, TimeInForce.Day) with { StopPrice = (long)(stop * 100) };
        var admission = parts.Admission.Check(order, parts.Instrument);
        Assert.Null(admission.Refusal);
        Assert.Equal(((long)(worst * 100), (long)(worst * 100)), (admission.Held.Price, admission.Spec.Price));
        // A limit order has no collar all the same.
        Assert.Null(parts.Admission.Check(AccountParts.Order(Side.Buy, 300, 10), parts.Instrument).Refusal);
        parts = await AccountParts.OpenAsync(new() { PriceCollar = 0, Margin = MarginModel.RegT });
        Assert.Equal(0, parts.Admission.Check(order, parts.Instrument).Spec.Price);
    }

    [Fact]
    public async Task What_an_order_to_be_changed_holds_is_available_to_it()
    {
        var parts = await AccountParts.OpenAsync();
        var resting = parts.Rest(Side.Buy, 90, 1000);
        var larger = AccountParts.Order(Side.Buy, 90, 1100);
        Assert.Equal(TradingError.InsufficientBuyingPower, parts.Admission.Check(larger, parts.Instrument).Refusal?.Code);
        Assert.Null(parts.Admission.Check(larger, parts.Instrument, resting).Refusal);
    }

    [Fact]
    public async Task A_firm_breaker_without_a_lease_refuses()
    {
        var parts = await AccountParts.OpenAsync();
        parts.Clock.Advance(TimeSpan.FromSeconds(6));
        var admission = parts.Admission.Check(AccountParts.Order(Side.Buy, 100, 1), parts.Instrument);
        Assert.Equal(TradingError.BreakerUnknown, admission.Refusal?.Code);
    }
}
