namespace TradingOps.Engine.MarketData;

/// <summary>
/// Bars of one length, oldest first, with trades only. The newest stand as they are, older ones in blocks of bytes, so that years
/// of them fit into memory.
/// </summary>
/// <param name="keep">
/// How long a bar is kept behind the newest one, in microseconds; <see cref="long.MaxValue"/> for ever. Whole blocks go, so that
/// up to <see cref="BlockBars"/> more are there.
/// </param>
public sealed class BarSeries(long keep)
{
    /// <summary>Bars in a block.</summary>
    public const int BlockBars = 256;

    private readonly List<Block> _blocks = [];
    private readonly List<Bar> _tail = [];

    /// <summary>Number of bars.</summary>
    public int Count => _blocks.Sum(b => b.Count) + _tail.Count;

    /// <summary>The newest bar; null without one.</summary>
    public Bar? Last => _tail.Count > 0 ? _tail[^1] : null;

    /// <summary>Adds trades: to the bar of their start, or as a new one. What is older than what is kept is left out.</summary>
    public void Add(in Bar trades)
    {
        if (_tail.Count == 0 || trades.Start > _tail[^1].Start)
        {
            _tail.Add(trades);
        }
        else if (trades.Start == _tail[^1].Start)
        {
            _tail[^1] = _tail[^1].Plus(trades);
        }
        else if (trades.Start >= _tail[0].Start || _blocks.Count == 0)
        {
            Insert(_tail, trades);
        }
        else
        {
            AddToBlock(trades);
        }
        while (_tail.Count >= 2 * BlockBars) Seal();
    }

    /// <summary>The bars whose start is in a range, oldest first.</summary>
    /// <param name="from">Least start.</param>
    /// <param name="until">Start that is not included any more.</param>
    public IEnumerable<Bar> Read(long from, long until)
    {
        foreach (var block in _blocks)
        {
            if (block.Last < from) continue;
            if (block.First >= until) yield break;
            foreach (var bar in block.Bars())
                if (bar.Start >= from && bar.Start < until)
                    yield return bar;
        }
        var index = _tail.BinarySearch(new Bar { Start = from }, ByStart.Instance);
        for (var i = index < 0 ? ~index : index; i < _tail.Count && _tail[i].Start < until; i++) yield return _tail[i];
    }

    /// <summary>Writes all bars.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(_blocks.Count);
        foreach (var block in _blocks) block.Write(writer);
        writer.Write7BitEncodedInt(_tail.Count);
        foreach (var bar in _tail) BarCodec.Write(writer, bar);
    }

    /// <summary>Reads what <see cref="Write"/> wrote, into an empty series.</summary>
    public void Read(BinaryReader reader)
    {
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--) _blocks.Add(Block.Read(reader));
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--) _tail.Add(BarCodec.Read(reader));
    }

    private void Seal()
    {
        _blocks.Add(Block.Of(_tail.GetRange(0, BlockBars)));
        _tail.RemoveRange(0, BlockBars);
        if (keep == long.MaxValue) return;
        var oldest = _tail[^1].Start - keep;
        while (_blocks.Count > 0 && _blocks[0].Last < oldest) _blocks.RemoveAt(0);
    }

    /// <summary>A trade that was reported late. One older than the oldest block belongs to what is gone.</summary>
    private void AddToBlock(in Bar trades)
    {
        var start = trades.Start;
        var index = _blocks.FindLastIndex(b => b.First <= start);
        if (index < 0 && keep != long.MaxValue && start < _tail[^1].Start - keep) return;
        index = Math.Max(index, 0);
        var bars = _blocks[index].Bars();
        Insert(bars, trades);
        _blocks[index] = Block.Of(bars);
    }

    private static void Insert(List<Bar> bars, in Bar trades)
    {
        var index = bars.BinarySearch(trades, ByStart.Instance);
        if (index >= 0) bars[index] = bars[index].Plus(trades);
        else bars.Insert(~index, trades);
    }

    private sealed class ByStart : IComparer<Bar>
    {
        public static ByStart Instance { get; } = new();

        public int Compare(Bar x, Bar y) => x.Start.CompareTo(y.Start);
    }

    private sealed record Block(long First, long Last, int Count, byte[] Bytes)
    {
        public static Block Of(List<Bar> bars)
        {
            using var buffer = new MemoryStream();
            using var writer = new BinaryWriter(buffer);
            foreach (var bar in bars) BarCodec.Write(writer, bar);
            writer.Flush();
            return new(bars[0].Start, bars[^1].Start, bars.Count, buffer.ToArray());
        }

        public static Block Read(BinaryReader reader)
        {
            var (first, last) = (reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());
            var (count, length) = (reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
            var bytes = reader.ReadBytes(length);
            return bytes.Length == length ? new(first, last, count, bytes) : throw new EndOfStreamException();
        }

        public void Write(BinaryWriter writer)
        {
            writer.Write7BitEncodedInt64(First);
            writer.Write7BitEncodedInt64(Last);
            writer.Write7BitEncodedInt(Count);
            writer.Write7BitEncodedInt(Bytes.Length);
            writer.Write(Bytes);
        }

        public List<Bar> Bars()
        {
            using var reader = new BinaryReader(new MemoryStream(Bytes, writable: false));
            var bars = new List<Bar>(Count + 1);
            for (var i = 0; i < Count; i++) bars.Add(BarCodec.Read(reader));
            return bars;
        }
    }
}
