using System.Diagnostics;
using TradingOps.Grains.Cluster;

namespace TradingOps.Silo.Statistics;

/// <summary>The span of a call that a grain answers, where its caller is traced.</summary>
internal static class CallTrace
{
    private static readonly ActivitySource Source = new("TradingOps.Grains");

    /// <summary>
    /// Begins the span; null where the call is in no trace. Without a collector it is there for its ids, which stand in every
    /// line of the log and go on with the calls that the grain makes.
    /// </summary>
    public static Activity? Begin(string name)
    {
        if (RequestContext.Get(TraceKeys.Parent) is not string parent) return null;
        var state = RequestContext.Get(TraceKeys.State) as string;
        var span = ActivityContext.TryParse(parent, state, isRemote: true, out var caller)
            ? Source.StartActivity(name, ActivityKind.Server, caller)
            : null;
        span ??= new Activity(name) { TraceStateString = state }.SetParentId(parent).Start();
        RequestContext.Set(TraceKeys.Parent, span.Id!);
        return span;
    }
}
