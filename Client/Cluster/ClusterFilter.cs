using TradingOps.Client.Problems;
using TradingOps.Grains;

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
        catch (Exception e) when (GrainCall.IsFailure(e, context.HttpContext.RequestAborted))
        {
            return Problem.Of(ClusterErrors.ToProblem(e, front));
        }
    }
}
