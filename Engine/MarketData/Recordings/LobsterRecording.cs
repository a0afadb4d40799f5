using System.Buffers.Text;
using TradingOps.Engine.Books;

namespace TradingOps.Engine.MarketData.Recordings;

/// <summary>
/// A message file of LOBSTER: one line a message, <c>time,type,order,size,price,direction</c>. The time is in seconds from
/// midnight, the price in 1/10,000 of the currency.
/// </summary>
/// <remarks>Format: lobsterdata.com, "Output structure".</remarks>
/// <param name="file">The file.</param>
/// <param name="symbol">Its symbol.</param>
/// <param name="midnight">Midnight of its day at the exchange, microseconds since the Unix epoch.</param>
public sealed class LobsterRecording(Stream file, string symbol, long midnight) : Recording
{
    private const int MaxLine = 256;
    private const decimal Scale = 10_000;

    private readonly ByteWindow _bytes = new(file);

    /// <inheritdoc/>
    public override ReadOutcome Read(out RecordedEvent next)
    {
        next = default;
        while (true)
        {
            int end;
            while ((end = _bytes.Bytes.IndexOf((byte)'\n')) < 0 && !_bytes.IsAtEnd && _bytes.Bytes.Length <= MaxLine)
                _bytes.Fill(_bytes.Bytes.Length + 1);
            if (end < 0 && _bytes.Bytes.IsEmpty) return ReadOutcome.End;
            Place++;
            if (end < 0 && !_bytes.IsAtEnd) return BadLine($"is longer than {MaxLine} bytes");
            var line = end < 0 ? _bytes.Bytes : _bytes.Bytes[..end];
            var length = line.Length + (end < 0 ? 0 : 1);
            if (line.EndsWith("\r"u8)) line = line[..^1];
            var isRead = TryParse(line, out next, out var fault);
            var isEmpty = line.IsEmpty;
            _bytes.Take(length);
            if (isRead) return ReadOutcome.Event;
            if (!isEmpty) return Bad($"line {Place} {fault}");
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _bytes.Dispose();

    /// <summary>Skips to the end of a line that does not end.</summary>
    private ReadOutcome BadLine(string fault)
    {
        int end;
        while ((end = _bytes.Bytes.IndexOf((byte)'\n')) < 0)
        {
            _bytes.Take(_bytes.Bytes.Length);
            if (!_bytes.Fill(1)) return Bad($"line {Place} {fault}");
        }
        _bytes.Take(end + 1);
        return Bad($"line {Place} {fault}");
    }

    private bool TryParse(ReadOnlySpan<byte> line, out RecordedEvent next, out string fault)
    {
        (next, fault) = (default, "is not time,type,order,size,price,direction");
        if (!TryTime(ref line, out var time) || !TryNext(ref line, out var type) || !TryNext(ref line, out var order)
            || !TryNext(ref line, out var size) || !TryNext(ref line, out var price)
            || !TryNumber(ref line, out var direction) || !line.IsEmpty)
            return false;
        next = new()
        {
            Symbol = symbol,
            Time = midnight + time,
            Order = order,
            Side = direction > 0 ? Side.Buy : Side.Sell,
            Price = price / Scale,
            Quantity = size,
        };
        if (type == 7)
        {
            // The price says what: -1 halt, 0 quotes again, 1 trades again.
            next = next with { Kind = price < 0 ? RecordedEventKind.Halt : RecordedEventKind.Resume, Price = null };
            return true;
        }
        if (type is < 1 or > 6)
        {
            fault = $"has type {type}, which is not one of 1 to 7";
            return false;
        }
        if (size <= 0 || price <= 0 || direction is not (1 or -1))
        {
            fault = "has a size or price that is not positive, or a direction that is neither 1 nor -1";
            return false;
        }
        next = next with
        {
            Kind = type switch
            {
                1 => RecordedEventKind.Add,
                2 => RecordedEventKind.Reduce,
                3 => RecordedEventKind.Delete,
                4 => RecordedEventKind.Execute,
                _ => RecordedEventKind.Trade,
            },
        };
        return true;
    }

    /// <summary>Seconds with decimals; digits after the sixth are dropped.</summary>
    private static bool TryTime(ref ReadOnlySpan<byte> line, out long time)
    {
        time = 0;
        if (!Utf8Parser.TryParse(line, out long seconds, out var used) || seconds is < 0 or > 2 * 86_400) return false;
        line = line[used..];
        var fraction = 0L;
        if (line.StartsWith("."u8))
        {
            var digits = 1;
            for (; digits < line.Length && char.IsAsciiDigit((char)line[digits]); digits++)
                if (digits <= 6)
                    fraction = 10 * fraction + (line[digits] - '0');
            for (var missing = digits; missing <= 6; missing++) fraction *= 10;
            line = line[digits..];
        }
        time = seconds * 1_000_000 + fraction;
        return TryComma(ref line);
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> line, out long number)
    {
        if (!Utf8Parser.TryParse(line, out number, out var used)) return false;
        line = line[used..];
        return true;
    }

    /// <summary>A number that another field follows.</summary>
    private static bool TryNext(ref ReadOnlySpan<byte> line, out long number) =>
        TryNumber(ref line, out number) && TryComma(ref line);

    private static bool TryComma(ref ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith(","u8)) return false;
        line = line[1..];
        return true;
    }
}
