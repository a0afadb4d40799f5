using TradingOps.Client.Metrics;
using TradingOps.Client.Problems;
using TradingOps.Grains;

namespace TradingOps.Client.Cluster;

/// <summary>Tells errors of the cluster from bugs.</summary>
internal static class ClusterErrors
{
    /// <summary>
    /// Whether it may be over in a moment: the outcome is not known, or a market is on its way and may go on elsewhere already.
    /// </summary>
    public static bool MayPass(Exception e) => e is TimeoutException or OperationCanceledException or OrleansException
        or TradingUnavailableException { IsOutcomeKnown: false }
        or TradingUnavailableException { Code: TradingUnavailableException.Restoring };

    /// <summary>The answer for such an error: 503, safe to send again.</summary>
    public static ProblemBody ToProblem(Exception e, FrontOptions front) => e switch
    {
        TradingUnavailableException known => Retryable(known.Code, known.Message),
        TimeoutException or OperationCanceledException => Retryable(
            "outcome_unknown", "the cluster did not answer in time; send the request again with the same client_order_id"),
        _ => Retryable("cluster_unreachable", front.ExplainUnreachable()),
    };

    private static ProblemBody Retryable(string code, string detail)
    {
        ApiMetrics.CountClusterError();
        return Problem.BodyOf(503, code, detail, retryable: true);
    }
}
