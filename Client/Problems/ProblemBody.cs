using System.Text.Json.Serialization;
using TradingOps.Bodies.Orders;

namespace TradingOps.Client.Problems;

/// <summary>An error in the shape of RFC 9457; an order that was refused and stored stands under <c>order</c>.</summary>
internal sealed record ProblemBody(
    string Title, int Status, string Detail, string Code, bool Retryable,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] OrderBody? Order);
