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
    private readonly History<OrderState> _orders = new();
    // Each names an order by its place among all.
    private readonly Dictionary<string, Dictionary<long, int>> _byNumber = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _denied = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Account, string ClientOrderId), int> _byClientOrderId = [];
    private readonly Dictionary<string, HashSet<string>> _symbolsByAccount = new(StringComparer.Ordinal);

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
            else if (record.Account?.Denied is { } denied) _denied.Add(denied.Id, Add(OrderState.From(record.Owner, denied)));
        }
    }

    /// <summary>The order of an id, or null.</summary>
    public OrderView? Find(string id)
    {
        lock (_gate) return Locate(id) is { } place ? ToView(_orders[place]) : null;
    }

    /// <summary>The orders that an account sent under its own ids; those that are not stored are left out.</summary>
    public IReadOnlyList<OrderView> FindByClientOrderIds(string account, IReadOnlyList<string> clientOrderIds)
    {
        var found = new List<OrderView>();
        lock (_gate)
        {
            foreach (var id in clientOrderIds)
                if (_byClientOrderId.TryGetValue((account, id), out var place))
                    found.Add(ToView(_orders[place]));
        }
        return found;
    }

    /// <summary>Orders by account, symbol or status, newest first.</summary>
    public ImmutableArray<OrderView> List(OrderFilter filter)
    {
        lock (_gate)
        {
            var place = filter.Before is { } before ? Locate(before) : int.MaxValue;
            if (place is not { } end) return [];
            var page = ImmutableArray.CreateBuilder<OrderView>();
            foreach (var order in _orders.NewestFirst(filter.Account, filter.Symbol, end))
            {
                if (filter.Symbol is { } only && order.Symbol != only) continue;
                if (filter.IsOpen is { } open && order.IsOpen != open) continue;
                page.Add(ToView(order));
                if (page.Count == Math.Clamp(filter.Limit, 1, OrderFilter.MaxLimit)) break;
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
        if (!_byNumber.TryGetValue(symbol, out var market)) _byNumber.Add(symbol, market = []);
        foreach (var entered in OrderState.From(symbol, record))
        {
            market.Add(entered.Number, Add(entered));
            if (!_symbolsByAccount.TryGetValue(entered.Account, out var symbols)) _symbolsByAccount.Add(
                entered.Account, symbols = []);
            symbols.Add(symbol);
        }
        Trades.Apply(symbol, record);
        foreach (var report in record.Reports())
            if (report.IsOfOrder)
                _orders[market[report.OrderNumber]].Apply(report);
    }

    private int Add(OrderState state)
    {
        var place = _orders.Add(state, state.Symbol, state.Account);
        if (state.ClientOrderId is { } clientOrderId) _byClientOrderId.Add((state.Account, clientOrderId), place);
        return place;
    }

    private int? Locate(string id)
    {
        if (_denied.TryGetValue(id, out var denied)) return denied;
        return OrderIds.TryParse(id, out var symbol, out var number) && _byNumber.TryGetValue(symbol, out var market)
            && market.TryGetValue(number, out var place) ? place : null;
    }

    private OrderView ToView(OrderState order) => order.ToView(catalogue[order.Symbol]);
}
