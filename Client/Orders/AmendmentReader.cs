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
            { Qty: null, LimitPrice: null, StopPrice: null } =>
                Problem.BodyOf(TradingError.MissingField, "one of qty, limit_price and stop_price is needed"),
            { Qty: <= 0 } => Problem.BodyOf(TradingError.InvalidQuantity, $"qty {body.Qty} is not positive"),
            _ => null,
        };
        return problem is null ? new(body.Qty, body.LimitPrice, body.StopPrice) : null;
    }
}
