using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Orders;
using TradingOps.Silo.Storage.Embedded.Scratch;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// Where the trades are, by account and symbol: their records hold the rest. Led on by one thread, read by many.
/// </summary>
internal sealed class TradeIndex(ScratchStore scratch, SymbolNumbers symbols)
{
    private readonly History<IndexedTrade> _trades = new(scratch);

    /// <summary>Takes in a durable record of a market.</summary>
    public void Apply(string symbol, MarketRecord record)
    {
        var number = 0;
        foreach (ref readonly var e in record.Events.AsSpan())
        {
            if (e.Kind != BookEventKind.Traded) continue;
            number++;
            var (taker, maker) = (record.NameOf(e.Account), record.NameOf(e.CounterAccount));
            var market = symbols.NumberOf(symbol);
            var trade = new IndexedTrade(record.Sequence, number, market.Number);
            if (maker == taker) _trades.Add(trade, market, taker);
            else _trades.Add(trade, market, taker, maker);
        }
    }

    /// <summary>Ids of trades, newest first.</summary>
    public IReadOnlyList<string> List(TradeFilter filter)
    {
        var place = filter.Before is { } before ? PlaceOf(before) : int.MaxValue;
        if (place is not { } end) return [];
        (string, int)? symbol = filter.Symbol is { } only ? symbols.Find(only) : null;
        return [.. _trades.NewestFirst(filter.Account, symbol, end).Take(Math.Clamp(filter.Limit, 1, TradeFilter.MaxLimit))
            .Select(p => _trades[p]).Select(t => OrderIds.FormatTrade(symbols[t.Symbol], t.Sequence, t.Number))];
    }

    /// <summary>Writes where everything is. By the thread that leads it on.</summary>
    public void WriteTo(BinaryWriter writer) => _trades.WriteTo(writer);

    /// <summary>Reads what <see cref="WriteTo"/> wrote into an empty index; <see cref="Resume"/> is to follow.</summary>
    public void ReadFrom(BinaryReader reader) => _trades.ReadFrom(reader);

    /// <summary>Goes on with moves that were not made before a checkpoint.</summary>
    public void Resume() => _trades.Resume();

    private int? PlaceOf(string id)
    {
        if (!OrderIds.TryParseTrade(id, out var symbol, out var sequence, out var number)) return null;
        var place = _trades.FirstPlace(symbol, t => (t.Sequence, t.Number).CompareTo((sequence, number)) < 0);
        return place is { } p && _trades[p] is var trade && (trade.Sequence, trade.Number) == (sequence, number) ? p : null;
    }

    private readonly record struct IndexedTrade(long Sequence, int Number, int Symbol);
}
