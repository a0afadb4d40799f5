using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Orders;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>Where the trades are, by account and symbol: their records hold the rest. Thread-safe.</summary>
internal sealed class TradeIndex
{
    private readonly Lock _gate = new();
    private readonly History<IndexedTrade> _trades = new();

    /// <summary>Takes in a durable record of a market.</summary>
    public void Apply(string symbol, MarketRecord record)
    {
        var trade = 0;
        foreach (ref readonly var e in record.Events.AsSpan())
        {
            if (e.Kind != BookEventKind.Traded) continue;
            trade++;
            lock (_gate) Add(symbol, record.Sequence, trade, record.NameOf(e.Account), record.NameOf(e.CounterAccount));
        }
    }

    /// <summary>Ids of trades, newest first.</summary>
    public IReadOnlyList<string> List(TradeFilter filter)
    {
        lock (_gate)
        {
            var place = filter.Before is { } before ? PlaceOf(before) : int.MaxValue;
            if (place is not { } end) return [];
            var page = new List<string>();
            foreach (var trade in _trades.NewestFirst(filter.Account, filter.Symbol, end))
            {
                if (filter.Symbol is not null && trade.Symbol != filter.Symbol) continue;
                page.Add(OrderIds.FormatTrade(trade.Symbol, trade.Sequence, trade.Trade));
                if (page.Count == Math.Clamp(filter.Limit, 1, TradeFilter.MaxLimit)) break;
            }
            return page;
        }
    }

    private void Add(string symbol, long sequence, int number, string taker, string maker)
    {
        _trades.Add(new(symbol, sequence, number), symbol, taker);
        if (maker != taker) _trades.AddLastTo(maker);
    }

    private int? PlaceOf(string id) => OrderIds.TryParseTrade(id, out var symbol, out var sequence, out var number)
        ? _trades.PlaceOf(symbol, new(symbol, sequence, number), IndexedTrade.ByRecord)
        : null;

    private readonly record struct IndexedTrade(string Symbol, long Sequence, int Trade)
    {
        public static readonly Comparer<IndexedTrade> ByRecord =
            Comparer<IndexedTrade>.Create((a, b) => (a.Sequence, a.Trade).CompareTo((b.Sequence, b.Trade)));
    }
}
