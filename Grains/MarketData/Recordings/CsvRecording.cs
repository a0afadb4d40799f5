using System.Globalization;
using nietras.SeparatedValues;
using TradingOps.Engine.MarketData.Recordings;

namespace TradingOps.Grains.MarketData.Recordings;

/// <summary>
/// Trades or quotes as comma-separated values with a header (RFC 4180, without quotation marks around line breaks).
/// </summary>
internal sealed class CsvRecording : Recording
{
    /// <summary>The end of the year 9999, in microseconds.</summary>
    private const decimal MaxTime = 253_402_300_800_000_000m;

    private const NumberStyles Number = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    private readonly SepReader _rows;
    private readonly string _onlySymbol;
    private readonly int _time;
    private readonly int _symbol;
    private readonly int _price;
    private readonly int _quantity;
    private readonly int _bid;
    private readonly int _bidSize;
    private readonly int _ask;
    private readonly int _askSize;
    private readonly int _columns;

    /// <summary>Opens a recording.</summary>
    /// <param name="file">The file.</param>
    /// <param name="symbol">The symbol of a file that has none.</param>
    /// <param name="columns">Its columns.</param>
    /// <exception cref="FormatException">The header has not what is needed.</exception>
    public CsvRecording(Stream file, string symbol, CsvColumns columns)
    {
        _onlySymbol = symbol;
        try
        {
            _rows = Sep.New(',').Reader(o => o with { Unescape = true, DisableColCountCheck = true }).From(file);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            throw new FormatException($"the header cannot be read: {e.Message}", e);
        }
        string[] names = [.. _rows.Header.ColNames];
        _columns = names.Length;
        (_time, _symbol) = (Find(columns.Time), Find(columns.Symbol));
        (_price, _quantity) = (Find(columns.Price), Find(columns.Quantity));
        (_bid, _bidSize, _ask, _askSize) =
            (Find(columns.Bid), Find(columns.BidSize), Find(columns.Ask), Find(columns.AskSize));
        var wrong = _time < 0 ? $"has no column '{columns.Time}'"
            : _symbol < 0 && symbol.Length == 0 ? $"has no column '{columns.Symbol}', and no symbol was given"
            : _price < 0 && (_bid < 0 || _ask < 0)
                ? $"has neither '{columns.Price}' nor '{columns.Bid}' and '{columns.Ask}'"
            : _price >= 0 && _quantity < 0 ? $"has no column '{columns.Quantity}'"
            : null;
        Place = 1;
        if (wrong is null) return;
        _rows.Dispose();
        throw new FormatException($"the header {wrong}; it has {string.Join(", ", names)}");

        int Find(string name) => Array.FindIndex(names, n => n.Trim().Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <inheritdoc/>
    public override ReadOutcome Read(out RecordedEvent next)
    {
        next = default;
        try
        {
            while (_rows.MoveNext())
            {
                var row = _rows.Current;
                Place = row.LineNumberFrom;
                if (row.Span.IsEmpty) continue;
                if (row.ColCount != _columns)
                    return Bad($"line {Place} has {row.ColCount} fields, and the header has {_columns}");
                return Parse(row, out next) is { } fault ? Bad($"line {Place} {fault}") : ReadOutcome.Event;
            }
            return ReadOutcome.End;
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            // A row that is longer than any line of a recording.
            return Bad($"line {Place + 1} cannot be read: {e.Message}");
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _rows.Dispose();

    private string? Parse(SepReader.Row row, out RecordedEvent next)
    {
        next = default;
        if (!TryTime(row[_time].Span, out var time)) return $"has no time in '{row[_time].Span}'";
        var symbol = _symbol < 0 ? _onlySymbol : row[_symbol].Span.Trim().ToString();
        if (symbol.Length == 0) return "has no symbol";
        if (_price < 0) return ParseQuote(row, symbol, time, out next);
        if (!TryNumber(row[_price].Span, out var price)) return $"has no price in '{row[_price].Span}'";
        if (!TryNumber(row[_quantity].Span, out var quantity) || quantity <= 0)
            return $"has no quantity above 0 in '{row[_quantity].Span}'";
        next = new()
        {
            Kind = RecordedEventKind.Trade,
            Symbol = symbol,
            Time = time,
            Price = price,
            Quantity = quantity,
        };
        return null;
    }

    private string? ParseQuote(SepReader.Row row, string symbol, long time, out RecordedEvent next)
    {
        next = default;
        if (!TryPrice(_bid, row, out var bid)) return $"has no bid in '{row[_bid].Span}'";
        if (!TryPrice(_ask, row, out var ask)) return $"has no ask in '{row[_ask].Span}'";
        if (!TrySize(_bidSize, row, out var bidSize) || !TrySize(_askSize, row, out var askSize))
            return "has a size that is no number of 0 or more";
        if (bid > ask) return $"has a bid of {bid} above the ask of {ask}";
        next = new()
        {
            Kind = RecordedEventKind.Quote,
            Symbol = symbol,
            Time = time,
            Price = bid,
            Quantity = bidSize,
            Ask = ask,
            AskQuantity = askSize,
        };
        return null;
    }

    /// <summary>An empty field is a side without a quote.</summary>
    private static bool TryPrice(int column, SepReader.Row row, out decimal? price)
    {
        price = null;
        var text = row[column].Span;
        if (text.IsWhiteSpace()) return true;
        var isNumber = TryNumber(text, out var number);
        price = number;
        return isNumber;
    }

    private static bool TrySize(int column, SepReader.Row row, out decimal size)
    {
        size = 0;
        return column < 0 || row[column].Span.IsWhiteSpace() || (TryNumber(row[column].Span, out size) && size >= 0);
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out decimal number) =>
        decimal.TryParse(text.Trim(), Number, CultureInfo.InvariantCulture, out number);

    private static bool TryTime(ReadOnlySpan<char> text, out long time)
    {
        text = text.Trim();
        if (TryNumber(text, out var number)) return TryEpoch(number, out time);
        var isTime = DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at);
        time = (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        return isTime;
    }

    /// <summary>
    /// The unit shows in the size: a time of this century has 10 digits in seconds, 13, 16 or 19 in smaller units.
    /// </summary>
    private static bool TryEpoch(decimal number, out long time)
    {
        var micros = number switch
        {
            < 0 => -1,
            < 100_000_000_000m => number * 1_000_000,
            < 100_000_000_000_000m => number * 1_000,
            < 100_000_000_000_000_000m => number,
            _ => number / 1_000,
        };
        var isTime = micros is >= 0 and < MaxTime;
        time = isTime ? (long)micros : 0;
        return isTime;
    }
}
