using System.Runtime.InteropServices;

namespace TradingOps.Benchmarks.Replay;

/// <summary>An order stream of the public benchmark, in memory.</summary>
internal sealed class OrderStream
{
    private const ulong Magic = 0x4D4542575F303031;
    private const int HeaderSize = 16;
    private readonly byte[] _bytes;

    private OrderStream(byte[] bytes) => _bytes = bytes;

    /// <summary>The messages, in order.</summary>
    public ReadOnlySpan<StreamMessage> Messages => MemoryMarshal.Cast<byte, StreamMessage>(_bytes.AsSpan(HeaderSize));

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is not an order stream.</exception>
    public static OrderStream Read(string file)
    {
        var bytes = File.ReadAllBytes(file);
        if (bytes.Length < HeaderSize || BitConverter.ToUInt64(bytes, 0) != Magic)
            throw new InvalidDataException($"{file} does not start like an order stream.");
        var count = BitConverter.ToUInt32(bytes, 12);
        if (bytes.Length != HeaderSize + (count * 40L))
            throw new InvalidDataException($"{file} has {bytes.Length} bytes, which {count} messages do not take.");
        return new OrderStream(bytes);
    }
}
