
namespace TradingOps.Bodies.Orders;

/// <summary>The exit of an order that limits the loss: a market order from its stop price on, or a limit order.</summary>
internal sealed record StopLossBody : StrictBody
{
    public decimal? StopPrice { get; init; }

    public decimal? LimitPrice { get; init; }
}
