using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Tests.Orders;

public sealed class OrderProjectionTests
{
    [Theory]
    [InlineData(BookEventKind.Accepted, 5, OrderStatus.Accepted)]
    [InlineData(BookEventKind.Held, 0, OrderStatus.Accepted)]
    [InlineData(BookEventKind.Rejected, 5, OrderStatus.Rejected)]
    [InlineData(BookEventKind.Traded, 2, OrderStatus.PartiallyFilled)]
    [InlineData(BookEventKind.Traded, 0, OrderStatus.Filled)]
    [InlineData(BookEventKind.AmountSpent, 0, OrderStatus.Filled)]
    [InlineData(BookEventKind.Canceled, 0, OrderStatus.Canceled)]
    [InlineData(BookEventKind.Expired, 0, OrderStatus.Expired)]
    [InlineData(BookEventKind.Replaced, 5, null)]
    [InlineData(BookEventKind.Repriced, 5, null)]
    [InlineData(BookEventKind.Reduced, 5, null)]
    [InlineData(BookEventKind.Trailed, 5, null)]
    public void A_report_gives_the_status(BookEventKind kind, long remaining, OrderStatus? status) =>
        Assert.Equal(status, OrderProjection.StatusAfter(Report(kind) with { Remaining = remaining }));

    [Fact]
    public void A_rejected_order_has_nothing_open() =>
        Assert.Equal(0, OrderProjection.RemainingAfter(Report(BookEventKind.Rejected) with { Remaining = 5 }));

    [Theory]
    [InlineData(BookEventKind.Rejected, "price_band")]
    [InlineData(BookEventKind.Canceled, "price_band")]
    [InlineData(BookEventKind.Traded, null)]
    public void Only_a_refusal_and_a_cancel_give_a_reason(BookEventKind kind, string? reason) =>
        Assert.Equal(reason, OrderProjection.ReasonAfter(Report(kind) with { Reason = BookReason.PriceBand }));

    [Fact]
    public void Prices_change_by_what_moves_them()
    {
        Assert.Equal(7, OrderProjection.LimitPriceAfter(Report(BookEventKind.Replaced) with { Price = 7 }));
        Assert.Equal(7, OrderProjection.LimitPriceAfter(Report(BookEventKind.Repriced) with { Price = 7 }));
        Assert.Null(OrderProjection.LimitPriceAfter(Report(BookEventKind.Traded) with { Price = 7 }));
        Assert.Equal(7, OrderProjection.StopPriceAfter(Report(BookEventKind.Trailed) with { Price = 7 }));
        Assert.Equal(7, OrderProjection.StopPriceAfter(Report(BookEventKind.Waiting) with { Price = 7 }));
        Assert.Equal(7, OrderProjection.StopPriceAfter(Report(BookEventKind.Triggered) with { Price = 7 }));
        Assert.Null(OrderProjection.StopPriceAfter(Report(BookEventKind.Replaced) with { Price = 7 }));
    }

    private static ExecutionReport Report(BookEventKind kind) => new()
    {
        Account = "a",
        Number = 1,
        Sequence = 1,
        Time = 1,
        Kind = kind,
        OrderNumber = 1,
        Side = Side.Buy,
    };
}
