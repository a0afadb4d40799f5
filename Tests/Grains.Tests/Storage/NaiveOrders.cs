using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Orders;
using TradingOps.Silo.Storage;

namespace TradingOps.Grains.Tests.Storage;

/// <summary>Orders and trades as plain lists that are looked through: what an index has to answer.</summary>
internal sealed class NaiveOrders
{
    private readonly List<OrderState> _orders = [];
    private readonly List<(string Id, string Symbol, string Taker, string Maker, DateTimeOffset At, string? TakerTag,
        string? MakerTag)> _trades = [];

    public IEnumerable<string> OrderIds => _orders.Select(o => o.Id);

    public IEnumerable<string> TradeIds => _trades.Select(t => t.Id);

    public IEnumerable<(string Account, string ClientOrderId)> Keys =>
        _orders.SelectMany(o => ClientOrderIdsOf(o).Select(id => (o.Account, id)));

    public int Open => _orders.Count(o => o.IsOpen);

    public void Apply(StoredRecord stored)
    {
        if (stored.Account?.Denied is { } denied) _orders.Add(OrderState.From(stored.Owner, denied));
        if (stored.Market is not { } record) return;
        _orders.AddRange(OrderState.From(stored.Owner, record));
        if (record.IsAmendment)
        {
            var amended = Find(stored.Owner, record.Command.OrderId);
            amended.Trail(record.Command);
            if (record.ClientOrderId is { } id) amended.Rename(id);
        }
        foreach (var report in record.Reports())
            if (report.IsOfOrder)
                Find(stored.Owner, report.OrderNumber).Apply(report);
        var trades = record.Events.Where(e => e.Kind == BookEventKind.Traded);
        _trades.AddRange(trades.Select((e, i) => (Engine.Markets.OrderIds.FormatTrade(stored.Owner, record.Sequence, i + 1),
            stored.Owner, record.NameOf(e.Account), record.NameOf(e.CounterAccount),
            Time.FromMicroseconds(record.Command.Time), Find(stored.Owner, e.OrderId).Tag,
            Find(stored.Owner, e.CounterOrderId).Tag)));
    }

    public IEnumerable<string> SymbolsOf(string account) =>
        _orders.Where(o => o.Account == account && o.Number != 0).Select(o => o.Symbol).Distinct();

    public OrderView? Find(string id) => View(_orders.Find(o => o.Id == id));

    public OrderView? Find(string account, string clientOrderId) =>
        View(_orders.Find(o => o.Account == account && ClientOrderIdsOf(o).Contains(clientOrderId)));

    public IEnumerable<OrderView> List(OrderFilter filter)
    {
        return Behind(_orders, o => o.Id, filter.Before, filter.OldestFirst)
            .Where(o => (filter.Account ?? o.Account) == o.Account && (filter.Symbol ?? o.Symbol) == o.Symbol)
            .Where(o => filter.Statuses.Has(o.Status) && (filter.Side ?? o.Side) == o.Side)
            .Where(o => (filter.Tag ?? o.Tag) == o.Tag)
            .Where(o => (filter.After is not { } after || o.ReceivedAt > after)
                && (filter.Until is not { } until || o.ReceivedAt < until))
            .Take(filter.Limit).Select(o => View(o)!);
    }

    public IEnumerable<string> List(TradeFilter filter)
    {
        return Behind(_trades, t => t.Id, filter.Before, filter.OldestFirst)
            .Where(t => (filter.After is not { } after || t.At > after) && (filter.Until is not { } until || t.At < until))
            .Where(t => filter.Account is not { } account || t.Taker == account || t.Maker == account)
            .Where(t => (filter.Symbol ?? t.Symbol) == t.Symbol)
            .Where(t => filter.Tag is not { } tag || t.TakerTag == tag || t.MakerTag == tag)
            .Take(filter.Limit).Select(t => t.Id);
    }

    private OrderState Find(string symbol, long number) => _orders.Single(o => o.Symbol == symbol && o.Number == number);

    private static IEnumerable<string> ClientOrderIdsOf(OrderState order)
    {
        var view = View(order)!;
        return view.ClientOrderId is { } id ? view.EarlierClientOrderIds.Append(id) : [];
    }

    private static IEnumerable<T> Behind<T>(List<T> all, Func<T, string> idOf, string? before, bool oldestFirst)
    {
        var place = before is null ? oldestFirst ? -1 : all.Count : all.FindIndex(e => idOf(e) == before);
        return oldestFirst ? all.Skip(place + 1) : all.Take(place).Reverse();
    }

    private static OrderView? View(OrderState? order) => order?.ToView(InstrumentCatalogue.Default[order.Symbol]);
}
