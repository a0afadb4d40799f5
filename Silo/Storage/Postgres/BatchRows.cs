using System.Text.Json;
using Npgsql;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Orders;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>The rows of a batch of records: the journal's own, and what queries read of them.</summary>
/// <param name="catalogue">The instruments.</param>
/// <param name="traded">Accounts and symbols that are known to be stored as pairs.</param>
internal sealed class BatchRows(InstrumentCatalogue catalogue, IReadOnlySet<(string Account, string Symbol)> traded)
{
    private const string Journal = "INSERT INTO journal ({columns}) SELECT * FROM unnest({unnest})";
    private const string Trades = "INSERT INTO trades ({columns}) SELECT * FROM unnest({unnest})";

    private const string Busts =
        """
        UPDATE trades SET busted_at = b.busted_at, corrected_price = b.corrected_price
        FROM unnest({unnest}) AS b ({columns}) WHERE trades.id = b.id
        """;

    private const string Fills = "INSERT INTO fills ({columns}) SELECT * FROM unnest({unnest})";
    private const string Symbols =
        "INSERT INTO account_symbols ({columns}) SELECT * FROM unnest({unnest}) ON CONFLICT DO NOTHING";

    private const string Entered =
        """
        WITH entered AS (
            INSERT INTO orders ({columns}) SELECT * FROM unnest({unnest}) RETURNING account, symbol, place, status)
        INSERT INTO open_orders SELECT account, symbol, place FROM entered WHERE status IN ('accepted', 'partially_filled')
        """;

    private const string Changed =
        """
        WITH changed AS (
            UPDATE orders o SET
                status = coalesce(c.status, o.status), remaining_quantity = c.remaining,
                filled_quantity = o.filled_quantity + c.filled, filled_value = o.filled_value + c.value,
                quantity = greatest(coalesce(o.filled_quantity + c.resized, o.quantity), o.filled_quantity + c.filled),
                limit_price = CASE WHEN o.limit_price IS NOT NULL THEN coalesce(c.price, o.limit_price) END,
                stop_price = coalesce(c.stop, o.stop_price), trail = coalesce(c.trail, o.trail),
                reject_reason = coalesce(c.reason, o.reject_reason), updated_at = c.updated_at
            FROM unnest({unnest}) AS c ({columns}) WHERE o.id = c.id
            RETURNING o.account, o.symbol, o.place, o.status)
        DELETE FROM open_orders o USING changed c
        WHERE o.account = c.account AND o.symbol = c.symbol AND o.place = c.place
            AND c.status NOT IN ('accepted', 'partially_filled')
        """;

    private const string Renamed =
        """
        WITH renamed AS (
            SELECT o.id, o.account, ARRAY(SELECT jsonb_array_elements_text(c.ids::jsonb)) AS ids
            FROM unnest({unnest}) AS c ({columns}) JOIN orders o ON o.id = c.id),
        later AS (
            INSERT INTO later_client_order_ids (account, client_order_id, order_id)
            SELECT account, unnest(ids), id FROM renamed)
        UPDATE orders o SET later_client_order_ids = o.later_client_order_ids || r.ids FROM renamed r WHERE o.id = r.id
        """;

    private readonly List<PendingAppend> _appends = [];
    private readonly Rows _journal = new();
    private readonly Rows _trades = new();
    private readonly Rows _busts = new();
    private readonly Rows _fills = new();
    private readonly Dictionary<string, OrderState> _entered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OrderChange> _changed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _renamed = new(StringComparer.Ordinal);
    private readonly HashSet<(string Account, string Symbol)> _traded = [];

    /// <summary>Accounts and symbols that are stored as pairs with this batch.</summary>
    public IReadOnlyCollection<(string Account, string Symbol)> NewlyTraded => _traded;

    /// <summary>The records.</summary>
    public IReadOnlyList<PendingAppend> Appends => _appends;

    /// <summary>Adds a record; records of a stream in their order.</summary>
    public void Add(PendingAppend append)
    {
        append.Read();
        _appends.Add(append);
        _journal.Row()
            .Text("stream", append.Hold.Name)
            .Bigint("sequence", append.Sequence)
            .Bytes("payload", append.Payload);
        if (append.Record is not { } record) return;
        if (record.Market is { } market) Add(catalogue[record.Owner], market);
        else if (record.Account?.Denied is { } denied) Enter(OrderState.From(record.Owner, denied));
    }

    /// <summary>The statements, to be sent as one transaction.</summary>
    public IEnumerable<NpgsqlBatchCommand> ToCommands()
    {
        var (entered, changed, renamed, symbols) = (new Rows(), new Rows(), new Rows(), new Rows());
        foreach (var order in _entered.Values) OrderRow.Add(entered, order.ToView(catalogue[order.Symbol]));
        foreach (var change in _changed.Values) AddChanged(changed, change);
        foreach (var (id, ids) in _renamed) renamed.Row().Text("id", id).Text("ids", JsonSerializer.Serialize(ids));
        // In one order everywhere: no two silos wait for each other.
        foreach (var (account, symbol) in _traded.Order()) symbols.Row().Text("account", account).Text("symbol", symbol);
        (Rows Rows, string Sql)[] statements =
        [
            (_journal, Journal), (entered, Entered), (changed, Changed), (renamed, Renamed), (_trades, Trades), (_fills, Fills),
            (_busts, Busts), (symbols, Symbols),
        ];
        return statements.Where(s => !s.Rows.IsEmpty).Select(s => s.Rows.ToCommand(s.Sql));
    }

    private void Enter(OrderState order)
    {
        // There twice only if two activations sent one record, which the journal's key refuses.
        _entered[order.Id] = order;
        if (!traded.Contains((order.Account, order.Symbol))) _traded.Add((order.Account, order.Symbol));
    }

    private void Add(Instrument instrument, MarketRecord record)
    {
        foreach (var entered in OrderState.From(instrument.Symbol, record)) Enter(entered);
        if (record.IsAmendment) Amend(OrderIds.Format(instrument.Symbol, record.Command.OrderId), instrument, record);
        var reports = record.Reports();
        foreach (var report in reports)
        {
            if (!report.IsOfOrder) continue;
            var id = OrderIds.Format(instrument.Symbol, report.OrderNumber);
            if (_entered.TryGetValue(id, out var order)) order.Apply(report);
            else ChangeOf(id, instrument).Add(report);
            if (report.Kind == BookEventKind.Traded) AddFill(instrument, report, id);
        }
        if (record.Bust is { IsAgreed: true } bust) AddBust(instrument, record, bust);
        // Of each trade the taker's report comes first, and that of its counter order right behind it.
        for (var i = 0; i < reports.Length; i++)
            if (reports[i] is { Kind: BookEventKind.Traded, IsCounter: false })
                AddTrade(instrument, taker: reports[i], maker: reports[i + 1]);
    }

    private void Amend(string id, Instrument instrument, MarketRecord record)
    {
        if (_entered.TryGetValue(id, out var order)) order.Trail(record.Command);
        else if (OrderProjection.TrailOf(record.Command.Spec, instrument) is { } trail) ChangeOf(id, instrument).Trail = trail;
        // Of those entered in this batch too: they are in the table by then.
        if (record.ClientOrderId is not { } clientOrderId) return;
        if (!_renamed.TryGetValue(id, out var ids)) _renamed.Add(id, ids = []);
        ids.Add(clientOrderId);
    }

    private OrderChange ChangeOf(string id, Instrument instrument)
    {
        if (!_changed.TryGetValue(id, out var change)) _changed.Add(id, change = new(id, instrument));
        return change;
    }

    private void AddTrade(Instrument instrument, in ExecutionReport taker, in ExecutionReport maker) => _trades.Row()
        .Text("id", OrderIds.FormatTrade(instrument.Symbol, taker.Sequence, taker.Trade))
        .Text("ticker", instrument.Symbol)
        .Text("side", Rows.NameOf(taker.Side))
        .Numeric("quantity", instrument.ToQuantity(taker.Quantity))
        .Numeric("price", instrument.ToPrice(taker.Price))
        .Time("created_at", Grains.Time.FromMicroseconds(taker.Time).UtcDateTime)
        .Text("taker_order_id", OrderIds.Format(instrument.Symbol, taker.OrderNumber))
        .Text("taker_account", taker.Account)
        .Text("maker_order_id", OrderIds.Format(instrument.Symbol, maker.OrderNumber))
        .Text("maker_account", maker.Account)
        .Boolean("auction", taker.Liquidity == Liquidity.Auction);

    private void AddBust(Instrument instrument, MarketRecord record, TradeBust bust) => _busts.Row()
        .Text("id", OrderIds.FormatTrade(instrument.Symbol, bust.Sequence, bust.Trade))
        .Time("busted_at", bust.NewPrice is null ? Grains.Time.FromMicroseconds(record.Command.Time).UtcDateTime : null)
        .Numeric("corrected_price", bust.NewPrice is { } price ? instrument.ToPrice(price) : null);

    private void AddFill(Instrument instrument, in ExecutionReport report, string orderId) => _fills.Row()
        .Text("account", report.Account)
        .Text("symbol", instrument.Symbol)
        .Bigint("number", report.Number)
        .Text("order_id", orderId)
        .Text("trade_id", OrderIds.FormatTrade(instrument.Symbol, report.Sequence, report.Trade))
        .Text("side", Rows.NameOf(report.Side))
        .Numeric("quantity", instrument.ToQuantity(report.Quantity))
        .Numeric("price", instrument.ToPrice(report.Price))
        .Text("liquidity", Rows.NameOf(report.Liquidity))
        .Time("filled_at", Grains.Time.FromMicroseconds(report.Time).UtcDateTime);

    private static void AddChanged(Rows rows, OrderChange change) => rows.Row()
        .Text("id", change.Id)
        .Text("status", change.Status)
        .Numeric("remaining", change.Remaining)
        .Numeric("filled", change.Filled)
        .Numeric("value", change.FilledValue)
        .Numeric("resized", change.Resized)
        .Numeric("price", change.Price)
        .Numeric("stop", change.StopPrice)
        .Numeric("trail", change.Trail)
        .Text("reason", change.Reason)
        .Time("updated_at", change.UpdatedAt);
}
