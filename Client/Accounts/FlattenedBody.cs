using TradingOps.Bodies.Orders;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Accounts;

namespace TradingOps.Client.Accounts;

/// <summary>What was canceled and closed, and what is left.</summary>
internal sealed record FlattenedBody(int Canceled, OrderBody[] Orders, LeftBody[] Left)
{
    public static FlattenedBody From(FlattenResult result) => new(
        result.Canceled, [.. result.Orders.Select(OrderBody.From)],
        [.. result.Left.Select(l => new LeftBody(l.Symbol, l.Quantity, l.Code.ToName(), l.Detail))]);
}
