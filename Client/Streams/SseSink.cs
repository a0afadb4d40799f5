using System.Buffers;
using System.Text;

namespace TradingOps.Client.Streams;

/// <summary>Server-Sent Events.</summary>
internal sealed class SseSink(HttpContext context) : IStreamSink
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        // For proxies in between: an event that waits for the next one is late.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        Write("retry: 1000\n\n"u8);
        await FlushAsync(cancellationToken);
    }

    public ValueTask WriteAsync(StreamEvent e, string? id, CancellationToken cancellationToken)
    {
        if (id is not null)
        {
            Write("id: "u8);
            Write(id);
            Write("\n"u8);
        }
        Write("event: "u8);
        Write(e.Name);
        Write("\ndata: "u8);
        Write(e.Json);
        Write("\n\n"u8);
        return ValueTask.CompletedTask;
    }

    public ValueTask WriteHeartbeatAsync(string id, CancellationToken cancellationToken)
    {
        Write(": heartbeat\nid: "u8);
        Write(id);
        Write("\n\n"u8);
        return ValueTask.CompletedTask;
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken) =>
        await context.Response.BodyWriter.FlushAsync(cancellationToken);

    public void Abort() => context.Abort();

    private void Write(ReadOnlySpan<byte> bytes) => context.Response.BodyWriter.Write(bytes);

    private void Write(string text) => Encoding.UTF8.GetBytes(text, context.Response.BodyWriter);
}
