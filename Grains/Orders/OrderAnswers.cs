using TradingOps.Engine.Errors;

namespace TradingOps.Grains.Orders;

/// <summary>Answers to a request about one order that accounts and markets give alike.</summary>
internal static class OrderAnswers
{
    /// <summary>There is no such order.</summary>
    public static SubmitResult Unknown(string orderId) =>
        new(SubmitOutcome.NotFound, null, TradingError.UnknownOrder, $"there is no order {orderId}");

    /// <summary>The order is closed.</summary>
    public static SubmitResult NotOpen(OrderView order) => new(SubmitOutcome.Conflict, order, TradingError.NotOpen,
        $"order {order.Id} is {order.Status.ToString().ToLowerInvariant()}");
}
