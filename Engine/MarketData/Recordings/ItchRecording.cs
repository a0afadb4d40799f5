using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using TradingOps.Engine.Books;

namespace TradingOps.Engine.MarketData.Recordings;

/// <summary>
/// A day of Nasdaq TotalView-ITCH 5.0: binary messages, each behind its length in two bytes, big-endian. Prices are in 1/10,000
/// of the currency, times in nanoseconds from midnight.
/// </summary>
/// <remarks>Format: Nasdaq TotalView-ITCH 5.0, revision of 2023; the files that Nasdaq publishes are gzipped.</remarks>
public sealed class ItchRecording : Recording
{
    /// <summary>Bytes of each type of message.</summary>
    private static readonly FrozenDictionary<byte, int> Lengths =
        "S12 R39 H25 Y20 L26 V35 W12 K28 J35 h21 A36 F40 E31 C36 X23 D19 U35 P44 Q40 B19 I50 N20 O48".Split(' ')
            .ToFrozenDictionary(l => (byte)l[0], l => int.Parse(l.AsSpan(1), CultureInfo.InvariantCulture));

    private readonly ByteWindow _bytes;
    private readonly IReadOnlySet<string>? _symbols;
    private readonly long _midnight;

    /// <summary>By stock locate; null for a stock that is not wanted, or not known yet.</summary>
    private readonly string?[] _stocks = new string?[ushort.MaxValue + 1];

    /// <summary>Opens a recording.</summary>
    /// <param name="file">The messages, unpacked.</param>
    /// <param name="symbols">The stocks that are wanted, as Nasdaq spells them; null for all.</param>
    /// <param name="midnight">Midnight of its day in New York, microseconds since the Unix epoch.</param>
    public ItchRecording(Stream file, IReadOnlySet<string>? symbols, long midnight) =>
        (_bytes, _symbols, _midnight) = (new(file), symbols, midnight);

    /// <inheritdoc/>
    public override ReadOutcome Read(out RecordedEvent next)
    {
        next = default;
        while (true)
        {
            if (!_bytes.Fill(2))
                return _bytes.Bytes.IsEmpty ? ReadOutcome.End : Truncated();
            int length = BinaryPrimitives.ReadUInt16BigEndian(_bytes.Bytes);
            if (!_bytes.Fill(2 + length)) return Truncated();
            Place++;
            var message = _bytes.Bytes.Slice(2, length);
            // Nasdaq ends some files with a message without bytes.
            var fault = length == 0 ? null
                : !Lengths.TryGetValue(message[0], out var expected) ? $"is of type {message[0]:x2}, which ITCH 5.0 does not have"
                : length != expected ? $"of type {(char)message[0]} has {length} bytes and not {expected}"
                : null;
            var isEvent = length > 0 && fault is null && TryParse(message, ref next);
            _bytes.Take(2 + length);
            if (fault is not null) return Bad($"message {Place} {fault}");
            if (isEvent) return ReadOutcome.Event;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _bytes.Dispose();

    private ReadOutcome Truncated()
    {
        Place++;
        var left = _bytes.Bytes.Length;
        _bytes.Take(left);
        return Bad($"message {Place} is cut off after {left} bytes: the file is not complete");
    }

    private bool TryParse(ReadOnlySpan<byte> message, ref RecordedEvent next)
    {
        var locate = BinaryPrimitives.ReadUInt16BigEndian(message[1..]);
        // A stock is named by its directory message, and by messages that have it anyway where that is missing.
        var stock = message[0] switch
        {
            (byte)'R' or (byte)'H' => 11,
            (byte)'A' or (byte)'F' or (byte)'P' when _stocks[locate] is null => 24,
            (byte)'Q' when _stocks[locate] is null => 19,
            _ => 0,
        };
        if (stock > 0) Name(locate, message.Slice(stock, 8));
        if (_stocks[locate] is not { } symbol) return false;
        next = new() { Symbol = symbol, Time = _midnight + (long)(ReadUInt48(message[5..]) / 1000) };
        return TryParseOrder(message, ref next) || TryParseTrade(message, ref next);
    }

    private static bool TryParseOrder(ReadOnlySpan<byte> message, ref RecordedEvent next)
    {
        if (message.Length < 19) return false;
        next = next with { Order = ReadInt64(message[11..]) };
        switch (message[0])
        {
            case (byte)'A' or (byte)'F':
                next = next with
                {
                    Kind = RecordedEventKind.Add,
                    Side = SideOf(message[19]),
                    Quantity = ReadUInt32(message[20..]),
                    Price = ReadPrice(message[32..]),
                };
                return true;
            case (byte)'E':
                next = next with { Kind = RecordedEventKind.Execute, Quantity = ReadUInt32(message[19..]) };
                return true;
            case (byte)'C':
                next = next with
                {
                    Kind = RecordedEventKind.Execute,
                    Quantity = ReadUInt32(message[19..]),
                    Price = ReadPrice(message[32..]),
                    IsCountedElsewhere = message[31] == 'N',
                };
                return true;
            case (byte)'X':
                next = next with { Kind = RecordedEventKind.Reduce, Quantity = ReadUInt32(message[19..]) };
                return true;
            case (byte)'D':
                next = next with { Kind = RecordedEventKind.Delete };
                return true;
            case (byte)'U':
                next = next with
                {
                    Kind = RecordedEventKind.Replace,
                    NewOrder = ReadInt64(message[19..]),
                    Quantity = ReadUInt32(message[27..]),
                    Price = ReadPrice(message[31..]),
                };
                return true;
            default:
                return false;
        }
    }

    private static bool TryParseTrade(ReadOnlySpan<byte> message, ref RecordedEvent next)
    {
        next = next with { Order = 0 };
        switch (message[0])
        {
            case (byte)'P':
                next = next with
                {
                    Kind = RecordedEventKind.Trade,
                    Side = SideOf(message[19]),
                    Quantity = ReadUInt32(message[20..]),
                    Price = ReadPrice(message[32..]),
                };
                return true;
            case (byte)'Q':
                next = next with
                {
                    Kind = RecordedEventKind.Trade,
                    Quantity = ReadInt64(message[11..]),
                    Price = ReadPrice(message[27..]),
                };
                // An auction without a trade is reported too.
                return next.Quantity > 0;
            case (byte)'H':
                next = next with { Kind = message[19] == 'T' ? RecordedEventKind.Resume : RecordedEventKind.Halt };
                return true;
            default:
                return false;
        }
    }

    private void Name(ushort locate, ReadOnlySpan<byte> stock)
    {
        var symbol = Encoding.ASCII.GetString(stock).TrimEnd(' ');
        _stocks[locate] = _symbols is null || _symbols.Contains(symbol) ? symbol : null;
    }

    private static Side SideOf(byte indicator) => indicator == 'B' ? Side.Buy : Side.Sell;

    private static ulong ReadUInt48(ReadOnlySpan<byte> bytes) =>
        ((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]);

    private static long ReadInt64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64BigEndian(bytes);

    private static uint ReadUInt32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private static decimal ReadPrice(ReadOnlySpan<byte> bytes) => new((int)ReadUInt32(bytes), 0, 0, false, 4);
}
