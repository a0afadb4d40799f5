using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Orders;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>Where the trades are, by account and symbol: their records hold the rest. Thread-safe.</summary>
internal sealed class TradeIndex
{
    private readonly Lock _gate = new();
    private readonly List<IndexedTrade> _all = [];
    private readonly Dictionary<string, List<IndexedTrade>> _byAccount = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<IndexedTrade>> _bySymbol = new(StringComparer.Ordinal);

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
            var candidates = filter.Account is { } account ? _byAccount.GetValueOrDefault(account, [])
                : filter.Symbol is { } symbol ? _bySymbol.GetValueOrDefault(symbol, [])
                : _all;
            var end = candidates.Count;
            if (filter.Before is { } before)
            {
                if (Find(before) is not { } limit) return [];
                end = candidates.BinarySearch(limit, IndexedTrade.ByPlace);
                if (end < 0) end = ~end;
            }
            var page = new List<string>();
            for (var i = end - 1; i >= 0 && page.Count < Math.Clamp(filter.Limit, 1, TradeFilter.MaxLimit); i--)
                if (filter.Symbol is null || candidates[i].Symbol == filter.Symbol)
                    page.Add(OrderIds.FormatTrade(candidates[i].Symbol, candidates[i].Sequence, candidates[i].Trade));
            return page;
        }
    }

    private void Add(string symbol, long sequence, int number, string taker, string maker)
    {
        var trade = new IndexedTrade(_all.Count, symbol, sequence, number);
        _all.Add(trade);
        ListOf(_bySymbol, symbol).Add(trade);
        ListOf(_byAccount, taker).Add(trade);
        if (maker != taker) ListOf(_byAccount, maker).Add(trade);
    }

    private IndexedTrade? Find(string id)
    {
        if (!OrderIds.TryParseTrade(id, out var symbol, out var sequence, out var number)) return null;
        if (!_bySymbol.TryGetValue(symbol, out var trades)) return null;
        var place = trades.BinarySearch(new(0, symbol, sequence, number), IndexedTrade.ByRecord);
        return place < 0 ? null : trades[place];
    }

    private static List<IndexedTrade> ListOf(Dictionary<string, List<IndexedTrade>> lists, string key)
    {
        if (!lists.TryGetValue(key, out var list)) lists.Add(key, list = []);
        return list;
    }

    private readonly record struct IndexedTrade(int Place, string Symbol, long Sequence, int Trade)
    {
        public static readonly Comparer<IndexedTrade> ByPlace =
            Comparer<IndexedTrade>.Create((a, b) => a.Place.CompareTo(b.Place));

        public static readonly Comparer<IndexedTrade> ByRecord =
            Comparer<IndexedTrade>.Create((a, b) => (a.Sequence, a.Trade).CompareTo((b.Sequence, b.Trade)));
    }
}
