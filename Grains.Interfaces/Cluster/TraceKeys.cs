namespace TradingOps.Grains.Cluster;

/// <summary>Where the trace of a call stands in its request context, as W3C writes both headers.</summary>
public static class TraceKeys
{
    /// <summary>The span that the call is made in.</summary>
    public const string Parent = "traceparent";

    /// <summary>What others have added to the trace.</summary>
    public const string State = "tracestate";
}
