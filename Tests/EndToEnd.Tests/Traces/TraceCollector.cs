using System.Collections.Concurrent;
using System.Net;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Traces;

/// <summary>Takes traces over OTLP/HTTP, as a collector does.</summary>
internal sealed class TraceCollector : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<Span> _spans = new();
    private readonly Task _run;

    public TraceCollector()
    {
        Url = $"http://127.0.0.1:{Ports.Free(1)[0]}";
        _listener.Prefixes.Add($"{Url}/v1/traces/");
        _listener.Start();
        _run = RunAsync();
    }

    /// <summary>Where to send to.</summary>
    public string Url { get; }

    /// <summary>The spans of a trace so far.</summary>
    public Span[] SpansOf(string trace) => [.. _spans.Where(s => s.TraceId == trace)];

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _run;
    }

    private async Task RunAsync()
    {
        while (true)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                foreach (var span in SpanReader.Read(body.ToArray())) _spans.Enqueue(span);
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
