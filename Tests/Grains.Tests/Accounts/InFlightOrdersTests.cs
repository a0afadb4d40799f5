using Microsoft.Extensions.Logging.Abstractions;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Tests.Accounts;

/// <summary>Orders in flight: their client order ids, and what they reserve.</summary>
public sealed class InFlightOrdersTests
{
    private static readonly HeldOrder Order = new("AAPL", 0, Side.Buy, 187_00, 10);

    private readonly Account _account = new("a");
    private readonly InFlightOrders _orders;

    public InFlightOrdersTests() =>
        _orders = new(_account, null!, null!, TimeProvider.System, NullLogger.Instance);

    [Fact]
    public void A_second_submission_of_an_id_waits_for_the_first()
    {
        var first = _orders.Begin(Request("c-1"), Acting.Test);
        Assert.Null(first.First);
        Assert.Same(first, _orders.Get("c-1"));
        Assert.Same(first, _orders.Begin(Request("c-1"), Acting.Test).First);
        Assert.Null(_orders.Begin(Request("c-2"), Acting.Test).First);
        Assert.Null(_orders.Begin(Request(null), Acting.Test).First);
        Assert.Null(_orders.Begin(Request(null), Acting.Test).First);

        _orders.End([first]);
        Assert.Null(_orders.Begin(Request("c-1"), Acting.Test).First);
    }

    [Fact]
    public void A_reservation_is_found_by_its_id_until_it_is_released()
    {
        var reservation = _orders.Reserve(Order, "c-1");
        _orders.Reserve(Order with { Remaining = 5 }, null);
        Assert.Equal(15, _account.ReservationIn("AAPL").BuyLots);
        Assert.Same(reservation, _orders.FindReservation("c-1"));
        Assert.Null(_orders.FindReservation("c-2"));
        Assert.Null(_orders.FindReservation(null));

        reservation.Release();
        Assert.True(reservation.IsReleased);
        Assert.Equal(5, _account.ReservationIn("AAPL").BuyLots);
        Assert.Null(_orders.FindReservation("c-1"));
    }

    [Fact]
    public void A_second_release_has_no_effect_on_the_retrys_reservation()
    {
        var first = _orders.Reserve(Order, "c-1");
        first.Release();
        var second = _orders.Reserve(Order, "c-1");
        first.Release();
        Assert.Equal(10, _account.ReservationIn("AAPL").BuyLots);
        Assert.Same(second, _orders.FindReservation("c-1"));
    }

    private static OrderRequest Request(string? clientOrderId) =>
        new() { Symbol = "AAPL", Quantity = 1, ClientOrderId = clientOrderId };
}
