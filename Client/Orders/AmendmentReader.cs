using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Orders;

namespace TradingOps.Client.Orders;

/// <summary>Checks the shape of a change of an order; whether the order can be changed so is the account's to check.</summary>
internal static class AmendmentReader
{
    /// <summary>The change, or null with the problem to answer.</summary>
    public static OrderAmendment? Read(AmendmentBody body, out ProblemBody? problem)
    {
        problem = body switch
        {
            _ when body.DescribeUnknown() is { } unknown => Problem.BodyOf(TradingError.UnknownField, unknown),
            { Qty: null, LimitPrice: null, StopPrice: null, ReduceBy: null, Trail: null } =>
                Problem.BodyOf(TradingError.MissingField, "one of qty, reduce_by, limit_price, stop_price and trail is needed"),
            { Qty: not null, ReduceBy: not null } => Problem.BodyOf(
                TradingError.UnexpectedField, $"reduce_by {body.ReduceBy} does not go with qty {body.Qty}"),
            { ReduceBy: <= 0 } => Problem.BodyOf(TradingError.InvalidQuantity, $"reduce_by {body.ReduceBy} is not positive"),
            { ClientOrderId: { } id } when !OrderReader.IsClientOrderId(id) => Problem.BodyOf(
                TradingError.InvalidClientOrderId, OrderReader.ExplainClientOrderId(id)),
            { Qty: <= 0 } => Problem.BodyOf(TradingError.InvalidQuantity, $"qty {body.Qty} is not positive"),
            _ => null,
        };
        return problem is null ? new(body.Qty, body.LimitPrice, body.StopPrice, body.ReduceBy, body.Trail, body.ClientOrderId)
            : null;
    }
}
