using TradingOps.Client.Orders;
using TradingOps.Client.Problems;

namespace TradingOps.Client.OrderSockets;

/// <summary>
/// <c>{"op":"amend","id":2,"order_id":"AAPL-1","change":{...}}</c>: the body of <c>PATCH /orders/{id}</c>.
/// </summary>
internal sealed record AmendMessage : ChangeMessage
{
    public AmendmentBody? Change { get; init; }

    internal override ProblemBody? FindWrong() => base.FindWrong() ?? (Change is null ? Missing("change") : null);
}
