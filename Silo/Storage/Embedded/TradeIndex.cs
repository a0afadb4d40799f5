using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;
using TradingOps.Grains;
using TradingOps.Grains.Orders;
using TradingOps.Silo.Storage.Embedded.Scratch;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// Where the trades are, by account and symbol: their records hold the rest. Led on by one thread, read by many.
/// </summary>
/// <param name="scratch">Where the pages are.</param>
/// <param name="symbols">The numbers of the symbols.</param>
/// <param name="tagOf">The tag of an open order, by its symbol and number.</param>
internal sealed class TradeIndex(ScratchStore scratch, SymbolNumbers symbols, Func<string, long, string?> tagOf)
{
    private readonly History<IndexedTrade> _trades = new(scratch);

    /// <summary>What became of the few trades that were busted or corrected.</summary>
    private readonly ConcurrentDictionary<string, TradeFate> _fates = new(StringComparer.Ordinal);

    /// <summary>Takes in a durable record of a market.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="record">The record.</param>
    public void Apply(string symbol, MarketRecord record)
    {
        if (record.Bust is { IsAgreed: true } bust)
            _fates[OrderIds.FormatTrade(symbol, bust.Sequence, bust.Trade)] = new(record.Command.Time, bust.NewPrice);
        var number = 0;
        foreach (ref readonly var e in record.Events.AsSpan())
        {
            if (e.Kind != BookEventKind.Traded) continue;
            number++;
            var (taker, maker) = (record.NameOf(e.Account), record.NameOf(e.CounterAccount));
            var market = symbols.NumberOf(symbol);
            var trade = new IndexedTrade(
                record.Sequence, record.Command.Time, number, market.Number, HashOf(tagOf(symbol, e.OrderId)),
                HashOf(tagOf(symbol, e.CounterOrderId)));
            if (maker == taker) _trades.Add(trade, market, taker);
            else _trades.Add(trade, market, taker, maker);
        }
    }

    /// <summary>
    /// Ids of trades, and where the next page begins; null behind a trade that does not exist. To find those of a time or a tag,
    /// a page looks at <see cref="OrderFilter.MaxExamined"/> at most. With a tag, a few may be of another one.
    /// </summary>
    public (IReadOnlyList<string> Ids, string? Next)? List(TradeFilter filter)
    {
        var place = filter.Before is { } before ? PlaceOf(before) : filter.OldestFirst ? -1 : int.MaxValue;
        if (place is not { } start) return null;
        (string, int)? symbol = filter.Symbol is { } only ? symbols.Find(only) : null;
        var places = filter.OldestFirst
            ? _trades.OldestFirst(filter.Account, symbol, start)
            : _trades.NewestFirst(filter.Account, symbol, start);
        var limit = Math.Clamp(filter.Limit, 1, TradeFilter.MaxLimit);
        var (ids, examined, tag) = (new List<string>(), 0, HashOf(filter.Tag));
        foreach (var candidate in places)
        {
            var trade = _trades[candidate];
            if ((tag == 0 || tag == trade.TakerTag || tag == trade.MakerTag)
                && filter.Wants(Time.FromMicroseconds(trade.Time)))
                ids.Add(IdOf(trade));
            if (ids.Count == limit || ++examined == OrderFilter.MaxExamined) return (ids, IdOf(trade));
        }
        return (ids, null);
    }

    /// <summary>What became of a trade after it was made; null for nothing.</summary>
    public TradeFate? FateOf(string id) => _fates.TryGetValue(id, out var fate) ? fate : null;

    /// <summary>Writes where everything is. By the thread that leads it on.</summary>
    public void WriteTo(BinaryWriter writer)
    {
        _trades.WriteTo(writer);
        var fates = _fates.ToArray();
        writer.Write(fates.Length);
        foreach (var (id, fate) in fates)
        {
            writer.Write(id);
            writer.Write(fate.Time);
            writer.Write(fate.NewPrice.HasValue);
            writer.Write(fate.NewPrice ?? 0);
        }
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote into an empty index; <see cref="Resume"/> is to follow.</summary>
    public void ReadFrom(BinaryReader reader)
    {
        _trades.ReadFrom(reader);
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var (id, time, hasPrice, price) = (reader.ReadString(), reader.ReadInt64(), reader.ReadBoolean(), reader.ReadInt64());
            _fates[id] = new(time, hasPrice ? price : null);
        }
    }

    /// <summary>Goes on with moves that were not made before a checkpoint.</summary>
    public void Resume() => _trades.Resume();

    private string IdOf(in IndexedTrade trade) => OrderIds.FormatTrade(symbols[trade.Symbol], trade.Sequence, trade.Number);

    private int? PlaceOf(string id)
    {
        if (!OrderIds.TryParseTrade(id, out var symbol, out var sequence, out var number)) return null;
        var place = _trades.FirstPlace(symbol, t => (t.Sequence, t.Number).CompareTo((sequence, number)) < 0);
        return place is { } p && _trades[p] is var trade && (trade.Sequence, trade.Number) == (sequence, number) ? p : null;
    }

    // 0 means no tag, so no hash is 0. Checkpoints store hashes, so every process must compute the same ones.
    private static uint HashOf(string? tag) =>
        tag is null ? 0 : (uint)XxHash3.HashToUInt64(MemoryMarshal.AsBytes<char>(tag)) | 1;

    private readonly record struct IndexedTrade(
        long Sequence, long Time, int Number, int Symbol, uint TakerTag, uint MakerTag);
}
