using TradingOps.Engine.Markets;

namespace TradingOps.Engine.MarketData;

/// <summary>
/// The market data of one symbol: bars, the last trade, and how far each source was read, so that nothing counts twice. Not safe
/// for use by two threads at once.
/// </summary>
public sealed class MarketDataState
{
    /// <summary>The source that is the symbol's own order book; its cursor is the sequence of the market.</summary>
    public const string OwnBook = "book";

    /// <summary>Runs of feeds whose cursors are kept; the oldest are forgotten first.</summary>
    private const int MaxCursors = 64;

    private const byte Version = 1;

    private readonly List<KeyValuePair<string, long>> _cursors = [];
    private string _lastSource = OwnBook;
    private TradePrint? _last;

    /// <summary>Where prices come from now: <see cref="OwnBook"/>, or a run of a feed.</summary>
    public string Source { get; private set; } = OwnBook;

    /// <summary>The last trade of the source; null if it has not had one.</summary>
    public TradePrint? Last => _lastSource == Source ? _last : null;

    /// <summary>The bars.</summary>
    public BarHistory Bars { get; } = new();

    /// <summary>Place up to which a source was read; 0 for one that was not.</summary>
    public long CursorOf(string source) => _cursors.Find(c => c.Key == source).Value;

    /// <summary>Applies a record.</summary>
    public void Apply(MarketDataRecord record)
    {
        foreach (var run in record.Runs) Bars.Add(run);
        if (record.Last is not null) (_last, _lastSource) = (record.Last, record.Source);
        if (record.IsChosen) Source = record.Source;
        _cursors.RemoveAll(c => c.Key == record.Source);
        _cursors.Add(new(record.Source, record.Cursor));
        if (_cursors.Count > MaxCursors) _cursors.RemoveAt(_cursors.FindIndex(c => c.Key != OwnBook));
    }

    /// <summary>The bytes of a record: a version, then variable-length integers, little-endian.</summary>
    public static byte[] Encode(MarketDataRecord record)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        writer.Write(Version);
        writer.Write(record.Source);
        writer.Write7BitEncodedInt64(record.Cursor);
        writer.Write(record.IsChosen);
        WriteTrade(writer, record.Last);
        writer.Write7BitEncodedInt(record.Runs.Length);
        foreach (var run in record.Runs)
        {
            writer.Write7BitEncodedInt(run.Day.DayNumber);
            BarCodec.Write(writer, run.Bar);
        }
        writer.Flush();
        return buffer.ToArray();
    }

    /// <summary>
    /// Decodes what <see cref="Encode"/> made; <see cref="InvalidDataException"/> if it is invalid, <see
    /// cref="UnknownVersionException"/> if it is of a newer version.
    /// </summary>
    public static MarketDataRecord Decode(ReadOnlyMemory<byte> bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes.ToArray(), writable: false));
        ReadVersion(reader, "market data record");
        try
        {
            var (source, cursor, isChosen) = (reader.ReadString(), reader.Read7BitEncodedInt64(), reader.ReadBoolean());
            var last = ReadTrade(reader);
            var runs = new TradeRun[reader.Read7BitEncodedInt()];
            for (var i = 0; i < runs.Length; i++)
                runs[i] = new(DateOnly.FromDayNumber(reader.Read7BitEncodedInt()), BarCodec.Read(reader));
            return new(source, cursor, [.. runs], last) { IsChosen = isChosen };
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"a market data record cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The bytes of the whole state.</summary>
    public byte[] Snapshot()
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        writer.Write(Version);
        writer.Write(Source);
        writer.Write(_lastSource);
        WriteTrade(writer, _last);
        writer.Write7BitEncodedInt(_cursors.Count);
        foreach (var (source, cursor) in _cursors)
        {
            writer.Write(source);
            writer.Write7BitEncodedInt64(cursor);
        }
        Bars.Write(writer);
        writer.Flush();
        return buffer.ToArray();
    }

    /// <summary>
    /// The state of a <see cref="Snapshot"/>; <see cref="InvalidDataException"/> if it is invalid, <see
    /// cref="UnknownVersionException"/> if it is of a newer version.
    /// </summary>
    public static MarketDataState Restore(ReadOnlyMemory<byte> snapshot)
    {
        using var reader = new BinaryReader(new MemoryStream(snapshot.ToArray(), writable: false));
        ReadVersion(reader, "market data snapshot");
        try
        {
            var state = new MarketDataState
            {
                Source = reader.ReadString(),
                _lastSource = reader.ReadString(),
                _last = ReadTrade(reader),
            };
            for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
                state._cursors.Add(new(reader.ReadString(), reader.Read7BitEncodedInt64()));
            state.Bars.Read(reader);
            return state;
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"a market data snapshot cannot be read: {e.Message}", e);
        }
    }

    private static void ReadVersion(BinaryReader reader, string what)
    {
        var version = reader.BaseStream.Length == 0 ? 0 : reader.ReadByte();
        if (version > Version) throw new UnknownVersionException(what, version, Version);
        if (version != Version) throw new InvalidDataException($"a {what} has version {version}");
    }

    private static void WriteTrade(BinaryWriter writer, TradePrint? trade)
    {
        writer.Write(trade is not null);
        if (trade is not { } print) return;
        BarCodec.WriteDecimal(writer, print.Price);
        BarCodec.WriteDecimal(writer, print.Quantity);
        writer.Write7BitEncodedInt64(print.Time);
    }

    private static TradePrint? ReadTrade(BinaryReader reader) => reader.ReadBoolean()
        ? new(BarCodec.ReadDecimal(reader), BarCodec.ReadDecimal(reader), reader.Read7BitEncodedInt64())
        : null;
}
