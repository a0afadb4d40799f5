using System.Text.Json.Serialization;
using TradingOps.Bodies.Orders;
using TradingOps.Client.Orders;
using TradingOps.Client.Problems;

namespace TradingOps.Client.OrderSockets;

/// <summary>
/// The answer to a message about orders: its id, the status of HTTP, and the order, the orders that were canceled, or the
/// problem.
/// </summary>
internal sealed record SocketAnswer(
    long? Id,
    int Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] OrderBody? Order,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] OrderBody[]? Orders,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ProblemBody? Problem)
{
    /// <summary>The answer about one order.</summary>
    public static SocketAnswer Of(long? id, OrderAnswer answer) => new(id, answer.Status, answer.Order, null, answer.Problem);

    /// <summary>The answer with a problem; null is the id of a message whose id cannot be read.</summary>
    public static SocketAnswer Of(long? id, ProblemBody problem) => new(id, problem.Status, null, null, problem);

    /// <summary>The answer with the orders that were canceled.</summary>
    public static SocketAnswer Of(long? id, OrderBody[] canceled) => new(id, StatusCodes.Status200OK, null, canceled, null);
}
