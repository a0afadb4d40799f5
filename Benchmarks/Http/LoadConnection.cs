using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace TradingOps.Benchmarks.Http;

/// <summary>
/// One HTTP/1.1 connection that sends a request and reads its answer, and does little else: the tool runs beside what it
/// measures.
/// </summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly Socket _socket;
    private byte[] _received = new byte[64 * 1024];
    private byte[] _body = new byte[64 * 1024];
    private int _length;

    private LoadConnection(Socket socket) => _socket = socket;

    /// <summary>The body of the last answer.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    public static async Task<LoadConnection> OpenAsync(IPEndPoint address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address);
        return new(socket);
    }

    /// <summary>Sends a whole request and answers the status of the response.</summary>
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request)
    {
        for (var sent = 0; sent < request.Length;) sent += await _socket.SendAsync(request[sent..]);
        int end;
        while ((end = _received.AsSpan(0, _length).IndexOf("\r\n\r\n"u8)) < 0) await ReceiveAsync();
        var head = _received.AsSpan(0, end + 2);
        if (!head.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(head[9..], out int status, out _))
            throw new InvalidDataException("the answer is not HTTP/1.1");
        var start = end + 4;
        if (TryReadLength(head, out var length))
        {
            while (_length < start + length) await ReceiveAsync();
            SetBody(start, length);
            Drop(start + length);
        }
        else
        {
            Drop(start);
            await ReadChunksAsync();
        }
        return status;
    }

    public void Dispose() => _socket.Dispose();

    private static bool TryReadLength(ReadOnlySpan<byte> head, out int length)
    {
        length = 0;
        var at = head.IndexOf("Content-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + 16)..], out length, out _);
    }

    private async ValueTask ReadChunksAsync()
    {
        var total = 0;
        while (true)
        {
            int line;
            while ((line = _received.AsSpan(0, _length).IndexOf("\r\n"u8)) < 0) await ReceiveAsync();
            if (!Utf8Parser.TryParse(_received.AsSpan(0, line), out int size, out _, 'X'))
                throw new InvalidDataException("a chunk has no length");
            var end = line + 2 + size + 2;
            while (_length < end) await ReceiveAsync();
            if (total + size > _body.Length) Array.Resize(ref _body, 2 * (total + size));
            _received.AsSpan(line + 2, size).CopyTo(_body.AsSpan(total));
            total += size;
            Drop(end);
            if (size > 0) continue;
            Body = _body.AsMemory(0, total);
            return;
        }
    }

    private void SetBody(int start, int length)
    {
        if (length > _body.Length) _body = new byte[2 * length];
        _received.AsSpan(start, length).CopyTo(_body);
        Body = _body.AsMemory(0, length);
    }

    private async ValueTask ReceiveAsync()
    {
        if (_length == _received.Length) Array.Resize(ref _received, 2 * _received.Length);
        var read = await _socket.ReceiveAsync(_received.AsMemory(_length));
        if (read == 0) throw new InvalidDataException("the connection was closed");
        _length += read;
    }

    private void Drop(int count)
    {
        _length -= count;
        if (_length > 0) _received.AsSpan(count, _length).CopyTo(_received);
    }
}
