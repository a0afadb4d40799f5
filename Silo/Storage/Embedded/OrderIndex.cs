using System.Collections.Immutable;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Orders;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// The orders by id, client order id, account and symbol: in memory, rebuilt from the journal at start and led on by its writer,
/// so it holds exactly what is durable. Thread-safe.
/// </summary>
internal sealed class OrderIndex(InstrumentCatalogue catalogue)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, IndexedOrder> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Account, string ClientOrderId), IndexedOrder> _byClientOrderId = [];
    private readonly Dictionary<string, List<IndexedOrder>> _byAccount = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<IndexedOrder>> _bySymbol = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _symbolsByAccount = new(StringComparer.Ordinal);
    private readonly List<IndexedOrder> _all = [];

    /// <summary>The trades.</summary>
    public TradeIndex Trades { get; } = new();

    /// <summary>Whether there is an instrument of this symbol.</summary>
    public bool Knows(string symbol) => catalogue.TryGet(symbol, out _);

    /// <summary>Whether a client order id is free.</summary>
    public bool IsFree((string Account, string ClientOrderId) key)
    {
        lock (_gate) return !_byClientOrderId.ContainsKey(key);
    }

    /// <summary>Takes in a durable record.</summary>
    public void Apply(StoredRecord record)
    {
        if (record.Instrument is { } change) catalogue.Apply(change);
        lock (_gate)
        {
            if (record.Market is { } market) Apply(record.Owner, market);
            else if (record.Account?.Denied is { } denied) Add(OrderState.From(record.Owner, denied));
        }
    }

    /// <summary>The order of an id, or null.</summary>
    public OrderView? Find(string id)
    {
        lock (_gate) return _byId.TryGetValue(id, out var order) ? ToView(order) : null;
    }

    /// <summary>The orders that an account sent under its own ids; those that are not stored are left out.</summary>
    public IReadOnlyList<OrderView> FindByClientOrderIds(string account, IReadOnlyList<string> clientOrderIds)
    {
        var found = new List<OrderView>();
        lock (_gate)
        {
            foreach (var id in clientOrderIds)
                if (_byClientOrderId.TryGetValue((account, id), out var order))
                    found.Add(ToView(order));
        }
        return found;
    }

    /// <summary>Orders by account, symbol or status, newest first.</summary>
    public ImmutableArray<OrderView> List(OrderFilter filter)
    {
        lock (_gate)
        {
            var candidates = filter.Account is { } account ? _byAccount.GetValueOrDefault(account, [])
                : filter.Symbol is { } symbol ? _bySymbol.GetValueOrDefault(symbol, [])
                : _all;
            var end = candidates.Count;
            if (filter.Before is { } before)
            {
                if (!_byId.TryGetValue(before, out var limit)) return [];
                end = candidates.BinarySearch(limit, IndexedOrder.ByPlace);
                if (end < 0) end = ~end;
            }
            var page = ImmutableArray.CreateBuilder<OrderView>();
            for (var i = end - 1; i >= 0 && page.Count < Math.Clamp(filter.Limit, 1, OrderFilter.MaxLimit); i--)
            {
                var order = candidates[i].State;
                if (filter.Symbol is { } only && order.Symbol != only) continue;
                if (filter.IsOpen is { } open && order.IsOpen != open) continue;
                page.Add(ToView(candidates[i]));
            }
            return page.DrainToImmutable();
        }
    }

    /// <summary>Symbols in whose markets an account ever had an order.</summary>
    public IReadOnlyCollection<string> ListSymbols(string account)
    {
        lock (_gate) return _symbolsByAccount.TryGetValue(account, out var symbols) ? [.. symbols] : [];
    }

    private void Apply(string symbol, MarketRecord record)
    {
        foreach (var entered in OrderState.From(symbol, record))
        {
            Add(entered);
            if (!_symbolsByAccount.TryGetValue(entered.Account, out var symbols)) _symbolsByAccount.Add(
                entered.Account, symbols = []);
            symbols.Add(symbol);
        }
        Trades.Apply(symbol, record);
        foreach (var report in record.Reports())
            if (report.IsOfOrder)
                _byId[OrderIds.Format(symbol, report.OrderNumber)].State.Apply(report);
    }

    private void Add(OrderState state)
    {
        var order = new IndexedOrder(_all.Count, state);
        _byId.Add(state.Id, order);
        _all.Add(order);
        ListOf(_byAccount, state.Account).Add(order);
        ListOf(_bySymbol, state.Symbol).Add(order);
        if (state.ClientOrderId is { } clientOrderId) _byClientOrderId.Add((state.Account, clientOrderId), order);
    }

    private OrderView ToView(IndexedOrder order) => order.State.ToView(catalogue[order.State.Symbol]);

    private static List<IndexedOrder> ListOf(Dictionary<string, List<IndexedOrder>> lists, string key)
    {
        if (!lists.TryGetValue(key, out var list)) lists.Add(key, list = []);
        return list;
    }

    private sealed record IndexedOrder(int Place, OrderState State)
    {
        public static readonly Comparer<IndexedOrder> ByPlace =
            Comparer<IndexedOrder>.Create((a, b) => a.Place.CompareTo(b.Place));
    }
}
