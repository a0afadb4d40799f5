using TradingOps.Client.Metrics;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Grains;

namespace TradingOps.Client.Cluster;

/// <summary>Separates errors of the cluster from bugs.</summary>
internal static class ClusterErrors
{
    /// <summary>
    /// Whether it may be over in a moment: the outcome is not known, or a market is on its way and may go on elsewhere already.
    /// </summary>
    public static bool MayPass(Exception e) => e is TimeoutException or OperationCanceledException or OrleansException
        or TradingUnavailableException { IsOutcomeKnown: false }
        or TradingUnavailableException { Code: TradingError.MarketRestoring };

    /// <summary>The answer for such an error; safe to send again.</summary>
    public static ProblemBody ToProblem(Exception e, FrontOptions front) => e switch
    {
        TradingUnavailableException known => ToProblem(known.Code, known.Message),
        TimeoutException or OperationCanceledException => Count(
            TradingError.OutcomeUnknown,
            "the cluster did not answer in time; send the request again with the same client_order_id"),
        _ => Count(TradingError.ClusterUnreachable, front.ExplainUnreachable()),
    };

    /// <summary>The answer of a grain that did not do what was asked: 503, or the status of a bound that is kept.</summary>
    public static ProblemBody ToProblem(TradingError code, string detail) =>
        code is TradingError.AccountRate or TradingError.AccountLimit ? Problem.BodyOf(code, detail) : Count(code, detail);

    private static ProblemBody Count(TradingError code, string detail)
    {
        RequestMetrics.CountClusterError();
        return Problem.BodyOf(code, detail, status: StatusCodes.Status503ServiceUnavailable);
    }
}
