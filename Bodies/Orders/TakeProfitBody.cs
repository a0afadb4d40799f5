
namespace TradingOps.Bodies.Orders;

/// <summary>The exit of an order that takes the profit.</summary>
internal sealed record TakeProfitBody : StrictBody
{
    public decimal? LimitPrice { get; init; }
}
