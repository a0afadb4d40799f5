using System.Diagnostics;
using TradingOps.Grains.Cluster;

namespace TradingOps.Client.Cluster;

/// <summary>
/// Hands the trace of a request to the grains that it calls, in the context that Orleans carries with every call: a filter around
/// every call would cost each of them more than the call's own measures.
/// </summary>
internal static class TraceCarrier
{
    /// <summary>Where the request's caller began a trace, or a collector wants this one.</summary>
    public static void Carry()
    {
        if (Activity.Current is not { } request || (request.ParentSpanId == default && !request.Recorded)) return;
        RequestContext.Set(TraceKeys.Parent, request.Id!);
        if (request.TraceStateString is { Length: > 0 } state) RequestContext.Set(TraceKeys.State, state);
    }
}
