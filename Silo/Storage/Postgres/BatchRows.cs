using Npgsql;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Orders;
using static NpgsqlTypes.NpgsqlDbType;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>The rows of a batch of records: the journal's own, and what queries read of them.</summary>
internal sealed class BatchRows(InstrumentCatalogue catalogue)
{
    private readonly Rows _journal = new();
    private readonly Rows _trades = new();
    private readonly Rows _fills = new();
    private readonly Dictionary<string, OrderState> _entered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OrderChange> _changed = new(StringComparer.Ordinal);

    /// <summary>Adds a record; records of a stream in their order.</summary>
    public void Add(PendingAppend append)
    {
        _journal.Add(("stream", Text, append.Hold.Name), ("sequence", Bigint, append.Sequence),
            ("payload", Bytea, append.Payload.ToArray()));
        if (append.Record is not { } record) return;
        if (record.Market is { } market) Add(catalogue[record.Owner], market);
        else if (record.Account?.Denied is { } denied) _entered.Add(denied.Id, OrderState.From(record.Owner, denied));
    }

    /// <summary>The statements, to be sent as one transaction.</summary>
    public IEnumerable<NpgsqlBatchCommand> ToCommands()
    {
        yield return _journal.ToCommand("INSERT INTO journal ({columns}) SELECT * FROM unnest({unnest})");
        var entered = new Rows();
        foreach (var order in _entered.Values) AddEntered(entered, order.ToView(catalogue[order.Symbol]));
        if (!entered.IsEmpty) yield return entered.ToCommand("INSERT INTO orders ({columns}) SELECT * FROM unnest({unnest})");
        var changed = new Rows();
        foreach (var change in _changed.Values) AddChanged(changed, change);
        if (!changed.IsEmpty)
            yield return changed.ToCommand(
                """
                UPDATE orders o SET
                    status = coalesce(c.status, o.status), remaining_quantity = c.remaining,
                    filled_quantity = o.filled_quantity + c.filled, filled_value = o.filled_value + c.value,
                    quantity = greatest(coalesce(o.filled_quantity + c.resized, o.quantity), o.filled_quantity + c.filled),
                    limit_price = CASE WHEN o.limit_price IS NOT NULL THEN coalesce(c.price, o.limit_price) END,
                    stop_price = coalesce(c.stop, o.stop_price),
                    reject_reason = coalesce(c.reason, o.reject_reason), updated_at = c.updated_at
                FROM unnest({unnest}) AS c ({columns}) WHERE o.id = c.id
                """);
        if (!_trades.IsEmpty) yield return _trades.ToCommand("INSERT INTO trades ({columns}) SELECT * FROM unnest({unnest})");
        if (!_fills.IsEmpty) yield return _fills.ToCommand("INSERT INTO fills ({columns}) SELECT * FROM unnest({unnest})");
    }

    private void Add(Instrument instrument, MarketRecord record)
    {
        foreach (var entered in OrderState.From(instrument.Symbol, record)) _entered.Add(entered.Id, entered);
        var reports = record.Reports();
        foreach (var report in reports)
        {
            if (!report.IsOfOrder) continue;
            var id = OrderIds.Format(instrument.Symbol, report.OrderNumber);
            if (_entered.TryGetValue(id, out var order)) order.Apply(report);
            else ChangeOf(id, instrument).Add(report);
            if (report.Kind == BookEventKind.Traded) AddFill(instrument, report, id);
        }
        // Of each trade the taker's report comes first, and the maker's right behind it.
        for (var i = 0; i < reports.Length; i++)
            if (reports[i] is { Kind: BookEventKind.Traded, IsMaker: false })
                AddTrade(instrument, taker: reports[i], maker: reports[i + 1]);
    }

    private OrderChange ChangeOf(string id, Instrument instrument)
    {
        if (!_changed.TryGetValue(id, out var change)) _changed.Add(id, change = new(id, instrument));
        return change;
    }

    private void AddTrade(Instrument instrument, in ExecutionReport taker, in ExecutionReport maker) => _trades.Add(
        ("id", Text, OrderIds.FormatTrade(instrument.Symbol, taker.Sequence, taker.Trade)),
        ("ticker", Text, instrument.Symbol),
        ("side", Text, Rows.NameOf(taker.Side)),
        ("quantity", Numeric, instrument.ToQuantity(taker.Quantity)),
        ("price", Numeric, instrument.ToPrice(taker.Price)),
        ("created_at", TimestampTz, Grains.Time.FromMicroseconds(taker.Time).UtcDateTime),
        ("taker_order_id", Text, OrderIds.Format(instrument.Symbol, taker.OrderNumber)),
        ("taker_account", Text, taker.Account),
        ("maker_order_id", Text, OrderIds.Format(instrument.Symbol, maker.OrderNumber)),
        ("maker_account", Text, maker.Account));

    private void AddFill(Instrument instrument, in ExecutionReport report, string orderId) => _fills.Add(
        ("account", Text, report.Account),
        ("symbol", Text, instrument.Symbol),
        ("number", Bigint, report.Number),
        ("order_id", Text, orderId),
        ("trade_id", Text, OrderIds.FormatTrade(instrument.Symbol, report.Sequence, report.Trade)),
        ("side", Text, Rows.NameOf(report.Side)),
        ("quantity", Numeric, instrument.ToQuantity(report.Quantity)),
        ("price", Numeric, instrument.ToPrice(report.Price)),
        ("liquidity", Text, report.IsMaker ? "maker" : "taker"),
        ("filled_at", TimestampTz, Grains.Time.FromMicroseconds(report.Time).UtcDateTime));

    private static void AddChanged(Rows rows, OrderChange change) => rows.Add(
        ("id", Text, change.Id),
        ("status", Text, change.Status),
        ("remaining", Numeric, change.Remaining),
        ("filled", Numeric, change.Filled),
        ("value", Numeric, change.FilledValue),
        ("resized", Numeric, change.Resized),
        ("price", Numeric, change.Price),
        ("stop", Numeric, change.StopPrice),
        ("reason", Text, change.Reason),
        ("updated_at", TimestampTz, change.UpdatedAt));

    private static void AddEntered(Rows rows, OrderView order) => rows.Add(
        ("id", Text, order.Id),
        ("account", Text, order.Account),
        ("symbol", Text, order.Request.Symbol),
        ("client_order_id", Text, order.Request.ClientOrderId),
        ("side", Text, Rows.NameOf(order.Request.Side)),
        ("type", Text, Rows.NameOf(order.Request.Type)),
        ("time_in_force", Text, Rows.NameOf(order.Request.TimeInForce)),
        ("quantity", Numeric, order.Quantity),
        ("original_quantity", Numeric, order.Request.Quantity),
        ("limit_price", Numeric, order.LimitPrice),
        ("original_limit_price", Numeric, order.Request.LimitPrice),
        ("stop_price", Numeric, order.StopPrice),
        ("original_stop_price", Numeric, order.Request.StopPrice),
        ("display_quantity", Numeric, order.Request.DisplayQuantity),
        ("post_only", NpgsqlTypes.NpgsqlDbType.Boolean, order.Request.PostOnly),
        ("self_trade", Text, Rows.NameOf(order.Request.SelfTradePrevention)),
        ("expire_at", TimestampTz, order.Request.ExpireAt?.UtcDateTime),
        ("status", Text, Rows.NameOf(order.Status)),
        ("filled_quantity", Numeric, order.FilledQuantity),
        ("filled_value", Numeric, order.Fills.Sum(f => f.Price * f.Quantity)),
        ("remaining_quantity", Numeric, order.RemainingQuantity),
        ("reject_reason", Text, order.RejectReason),
        ("received_at", TimestampTz, order.ReceivedAt.UtcDateTime),
        ("updated_at", TimestampTz, order.UpdatedAt.UtcDateTime));
}
