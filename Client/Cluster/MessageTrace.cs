using System.Diagnostics;
using TradingOps.Hosting.Traces;

namespace TradingOps.Client.Cluster;

/// <summary>
/// The span of a message on a WebSocket. Each has a trace of its own, or goes on with its sender's: that of the request which
/// opened the connection would last as long as the connection.
/// </summary>
internal static class MessageTrace
{
    private static readonly ActivitySource Source = new("TradingOps.Front");

    /// <summary>
    /// Begins the span; null where neither the sender nor a collector wants it. The calls of grains that the caller makes from
    /// here on are in this trace or in none.
    /// </summary>
    /// <param name="traceparent">
    /// The sender's span, as W3C writes it; null for none. One that cannot be read counts as none.
    /// </param>
    public static Activity? Begin(string? traceparent)
    {
        RequestContext.Clear();
        Activity.Current = null;
        if (!ActivityContext.TryParse(traceparent, traceState: null, isRemote: true, out var sender))
            return Source.StartActivity(TraceNames.Message, ActivityKind.Server);
        // Without a collector it is there for its ids, which stand in the logs of both processes.
        return Source.StartActivity(TraceNames.Message, ActivityKind.Server, sender)
            ?? new Activity(TraceNames.Message).SetParentId(traceparent!).Start();
    }
}
