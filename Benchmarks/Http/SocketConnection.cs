using System.Buffers.Binary;
using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TradingOps.Benchmarks.Http;

/// <summary>
/// One WebSocket that sends messages and reads answers, and does little else: the tool runs beside what it measures. Its frames
/// are masked with zeros, which leaves them as they are.
/// </summary>
internal sealed class SocketConnection : IDisposable
{
    private const byte Text = 0x81;
    private const byte Ping = 0x89;
    private const byte Masked = 0x80;
    private const int Short = 125;
    private const int Medium = 126;
    private const int HeadLength = 8;

    private static readonly byte[] Upgrade = Encoding.ASCII.GetBytes(
        "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

    private readonly Socket _socket;
    private readonly byte[] _received = new byte[256 * 1024];
    private byte[] _toSend = new byte[64 * 1024];
    private int _toSendLength;
    private int _start;
    private int _end;

    private SocketConnection(Socket socket) => _socket = socket;

    public static async Task<SocketConnection> OpenAsync(IPEndPoint address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address);
        var connection = new SocketConnection(socket);
        await socket.SendAsync(Upgrade);
        int end;
        while ((end = connection._received.AsSpan(0, connection._end).IndexOf("\r\n\r\n"u8)) < 0) await connection.ReceiveAsync();
        if (!connection._received.AsSpan(0, end).StartsWith("HTTP/1.1 101 "u8))
            throw new InvalidDataException("the front opens no WebSocket");
        connection._start = end + 4;
        return connection;
    }

    /// <summary>Adds a message to those that the next <see cref="FlushAsync"/> sends.</summary>
    public void Write(ReadOnlySpan<byte> message)
    {
        if (_toSendLength + HeadLength + message.Length > _toSend.Length) Array.Resize(ref _toSend, 2 * _toSend.Length);
        var frame = _toSend.AsSpan(_toSendLength);
        frame[0] = Text;
        var head = message.Length <= Short ? 2 : 4;
        frame[1] = (byte)(Masked | (head == 2 ? message.Length : Medium));
        if (head == 4) BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)message.Length);
        frame.Slice(head, 4).Clear();
        message.CopyTo(frame[(head + 4)..]);
        _toSendLength += head + 4 + message.Length;
    }

    /// <summary>Sends what was written.</summary>
    public async ValueTask FlushAsync()
    {
        for (var sent = 0; sent < _toSendLength;) sent += await _socket.SendAsync(_toSend.AsMemory(sent, _toSendLength - sent));
        _toSendLength = 0;
    }

    /// <summary>Takes an answer that was received as a whole; valid until the next call of <see cref="ReceiveAsync"/>.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> message)
    {
        message = default;
        while (_end - _start >= 2)
        {
            var (kind, length, head) = (_received[_start], (int)_received[_start + 1], 2);
            if (length == Medium)
            {
                if (_end - _start < 4) return false;
                (length, head) = (BinaryPrimitives.ReadUInt16BigEndian(_received.AsSpan(_start + 2)), 4);
            }
            if (length > ushort.MaxValue - 1) throw new InvalidDataException("the answer is too long");
            if (_end - _start < head + length) return false;
            message = _received.AsMemory(_start + head, length);
            _start += head + length;
            if (kind == Text) return true;
            if (kind != Ping)
                throw new InvalidDataException($"the front ended the connection: {Encoding.UTF8.GetString(message.Span)}");
        }
        return false;
    }

    /// <summary>Waits for more.</summary>
    public async ValueTask ReceiveAsync()
    {
        _received.AsSpan(_start, _end - _start).CopyTo(_received);
        (_start, _end) = (0, _end - _start);
        var read = await _socket.ReceiveAsync(_received.AsMemory(_end));
        if (read == 0) throw new InvalidDataException("the connection was closed");
        _end += read;
    }

    /// <summary>The id and the status with which an answer begins.</summary>
    public static (int Id, int Status) HeadOf(ReadOnlySpan<byte> answer)
    {
        if (answer.StartsWith("{\"id\":"u8) && Utf8Parser.TryParse(answer[6..], out int id, out var length)
            && answer[(6 + length)..].StartsWith(",\"status\":"u8)
            && Utf8Parser.TryParse(answer[(6 + length + 10)..], out int status, out _)) return (id, status);
        throw new InvalidDataException($"not an answer: {Encoding.UTF8.GetString(answer)}");
    }

    public void Dispose() => _socket.Dispose();
}
