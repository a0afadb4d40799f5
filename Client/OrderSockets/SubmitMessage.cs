using TradingOps.Client.Orders;
using TradingOps.Client.Problems;

namespace TradingOps.Client.OrderSockets;

/// <summary><c>{"op":"submit","id":1,"order":{...}}</c>: the body of <c>POST /orders</c>.</summary>
internal sealed record SubmitMessage : OrderMessage
{
    public NewOrderBody? Order { get; init; }

    internal override string? Lane => Order?.Symbol is { } symbol ? LaneOf(symbol) : "";

    internal override ProblemBody? FindWrong() => Order is null ? Missing("order") : null;
}
