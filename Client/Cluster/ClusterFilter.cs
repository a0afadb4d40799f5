using TradingOps.Client.Problems;

namespace TradingOps.Client.Cluster;

/// <summary>Turns errors of the cluster into 503; bugs stay bugs.</summary>
internal sealed class ClusterFilter(FrontOptions front) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        TraceCarrier.Carry();
        try
        {
            return await next(context);
        }
        catch (Exception e) when (ClusterErrors.IsUnavailable(e))
        {
            return Problem.Of(ClusterErrors.ToProblem(e, front));
        }
    }
}
