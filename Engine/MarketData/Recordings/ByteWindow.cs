namespace TradingOps.Engine.MarketData.Recordings;

/// <summary>The unread bytes of a stream, a buffer at a time.</summary>
internal sealed class ByteWindow(Stream stream) : IDisposable
{
    private byte[] _buffer = new byte[1 << 16];
    private int _from;
    private int _until;

    /// <summary>What was read of the stream and not taken yet.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(_from, _until - _from);

    /// <summary>Whether the stream has ended; what is left is in <see cref="Bytes"/>.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Takes bytes off the front.</summary>
    public void Take(int count) => _from += count;

    /// <summary>Reads on until there is at least a number of bytes; false if the stream ends before.</summary>
    public bool Fill(int count)
    {
        while (_until - _from < count)
        {
            if (IsAtEnd) return false;
            if (_from > 0)
            {
                Bytes.CopyTo(_buffer);
                (_from, _until) = (0, _until - _from);
            }
            if (_until == _buffer.Length) Array.Resize(ref _buffer, 2 * _buffer.Length);
            var read = stream.Read(_buffer, _until, _buffer.Length - _until);
            _until += read;
            IsAtEnd = read == 0;
        }
        return true;
    }

    public void Dispose() => stream.Dispose();
}
