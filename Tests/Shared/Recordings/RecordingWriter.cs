using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using TradingOps.Engine.Books;

namespace TradingOps.Tests.Shared.Recordings;

/// <summary>Writes messages in the formats of recordings.</summary>
public static class RecordingWriter
{
    /// <summary>A line of a LOBSTER message file.</summary>
    public static string ToLobster(in GeneratedMessage message)
    {
        var type = message.Kind switch { 'A' => 1, 'X' => 2, 'D' => 3, 'E' => 4, _ => 5 };
        var seconds = (message.Nanoseconds / 1_000_000_000m).ToString("0.000000000", CultureInfo.InvariantCulture);
        var direction = message.Side == Side.Buy ? 1 : -1;
        return $"{seconds},{type},{message.Order},{message.Quantity},{message.Price},{direction}\n";
    }

    /// <summary>A line of a LOBSTER order book file: price and size of ask and bid, level by level.</summary>
    public static string ToLobsterBook(GeneratedDay day, int levels) => ToLobsterBook(
        [.. day.Levels(Side.Sell, levels).Select(l => ((long)l.Price, l.Quantity))],
        [.. day.Levels(Side.Buy, levels).Select(l => ((long)l.Price, l.Quantity))], levels);

    /// <summary>The same, of levels whose prices are in 1/10,000.</summary>
    public static string ToLobsterBook(
        IReadOnlyList<(long Price, long Quantity)> asks, IReadOnlyList<(long Price, long Quantity)> bids, int levels) =>
        string.Join(',', Enumerable.Range(0, levels).Select(i =>
            (i < asks.Count ? $"{asks[i].Price},{asks[i].Quantity}" : "9999999999,0") + ","
            + (i < bids.Count ? $"{bids[i].Price},{bids[i].Quantity}" : "-9999999999,0"))) + "\n";

    /// <summary>The message that gives an ITCH stock its number.</summary>
    public static void WriteItchDirectory(Stream file, ushort locate, string stock)
    {
        Span<byte> message = stackalloc byte[39];
        message.Clear();
        message[0] = (byte)'R';
        BinaryPrimitives.WriteUInt16BigEndian(message[1..], locate);
        WriteStock(message[11..19], stock);
        WriteMessage(file, message);
    }

    /// <summary>A message of an ITCH 5.0 file.</summary>
    public static void WriteItch(Stream file, ushort locate, string stock, in GeneratedMessage message)
    {
        Span<byte> bytes = stackalloc byte[44];
        bytes.Clear();
        bytes[0] = (byte)message.Kind;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[1..], locate);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[5..], (ushort)(message.Nanoseconds >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[7..], (uint)message.Nanoseconds);
        BinaryPrimitives.WriteInt64BigEndian(bytes[11..], message.Order);
        var length = 19;
        switch (message.Kind)
        {
            case 'A' or 'P':
                bytes[19] = (byte)(message.Side == Side.Buy ? 'B' : 'S');
                BinaryPrimitives.WriteInt32BigEndian(bytes[20..], message.Quantity);
                WriteStock(bytes[24..32], stock);
                BinaryPrimitives.WriteInt32BigEndian(bytes[32..], message.Price);
                length = message.Kind == 'A' ? 36 : 44;
                break;
            case 'E':
                BinaryPrimitives.WriteInt32BigEndian(bytes[19..], message.Quantity);
                length = 31;
                break;
            case 'X':
                BinaryPrimitives.WriteInt32BigEndian(bytes[19..], message.Quantity);
                length = 23;
                break;
        }
        WriteMessage(file, bytes[..length]);
    }

    /// <summary>A message behind its length.</summary>
    public static void WriteMessage(Stream file, ReadOnlySpan<byte> message)
    {
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)message.Length);
        file.Write(length);
        file.Write(message);
    }

    private static void WriteStock(Span<byte> to, string stock) => Encoding.ASCII.GetBytes(stock.PadRight(8), to);
}
