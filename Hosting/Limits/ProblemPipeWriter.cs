using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;

namespace TradingOps.Hosting.Limits;

/// <summary>
/// Passes on what is sent on a connection. An answer without a body that closes the connection is the server's own refusal, since
/// every answer of an endpoint has the headers of <see cref="SecurityHeaders"/>: a problem is sent in its place.
/// </summary>
internal sealed class ProblemPipeWriter(PipeWriter inner) : PipeWriter
{
    private static readonly int StatusStart = "HTTP/1.1 ".Length;

    private Memory<byte> _memory;

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    public override Memory<byte> GetMemory(int sizeHint = 0) => _memory = inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        var known = Math.Min(bytes, _memory.Length);
        var written = _memory.Span[..known];
        // Memory may be written to in several steps.
        _memory = _memory[known..];
        if (FindRefusal(written) is not { } status)
        {
            inner.Advance(bytes);
            return;
        }
        _memory = default;
        inner.Write(ServerRefusals.ToAnswer(status));
    }

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        inner.FlushAsync(cancellationToken);

    public override ValueTask<FlushResult> WriteAsync(
        ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(source, cancellationToken);

    /// <summary>The status of a refusal; null of anything else.</summary>
    private static int? FindRefusal(ReadOnlySpan<byte> written)
    {
        if (!written.StartsWith("HTTP/1.1 4"u8) && !written.StartsWith("HTTP/1.1 505 "u8)) return null;
        var isBare = written.EndsWith("\r\n\r\n"u8) && written.IndexOf("\r\nContent-Length: 0\r\n"u8) >= 0
            && written.IndexOf("\r\nConnection: close\r\n"u8) >= 0 && written.IndexOf("\r\nX-Content-Type-Options:"u8) < 0;
        return isBare && Utf8Parser.TryParse(written[StatusStart..], out int status, out _) ? status : null;
    }
}
