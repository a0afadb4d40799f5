using System.Collections.Concurrent;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Traces;

/// <summary>Takes traces over OTLP/HTTP, as a collector does.</summary>
internal sealed class TraceCollector : IAsyncDisposable
{
    private readonly ConcurrentQueue<Span> _spans = new();
    private readonly PostListener _listener;

    public TraceCollector() => _listener = new("/v1/traces/", body =>
    {
        foreach (var span in SpanReader.Read(body)) _spans.Enqueue(span);
    });

    /// <summary>Where to send to.</summary>
    public string Url => _listener.Address;

    /// <summary>The spans of a trace so far.</summary>
    public Span[] SpansOf(string trace) => [.. _spans.Where(s => s.TraceId == trace)];

    public ValueTask DisposeAsync() => _listener.DisposeAsync();
}
