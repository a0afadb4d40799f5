using System.Runtime.CompilerServices;
using Npgsql;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains;
using TradingOps.Grains.Orders;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>Answers questions with SQL. <see cref="TradingUnavailableException"/> while the database does not answer.</summary>
internal sealed class PostgresOrderQueries : IOrderQueries, IAsyncDisposable
{
    private const int IdsAPage = 10_000;
    private const int MaxTriesToSettle = 200;
    // Of one order in the table orders; trades keep no copy of them.
    private const string TakerTag = "(SELECT tag FROM orders WHERE orders.id = trades.taker_order_id)";
    private const string MakerTag = "(SELECT tag FROM orders WHERE orders.id = trades.maker_order_id)";

    private static readonly TimeSpan SettlesWithin = TimeSpan.FromMilliseconds(10);

    private readonly NpgsqlDataSource _source;
    private readonly InstrumentCatalogue _catalogue;
    private readonly KeptConnection _lookup;
    private readonly GatheredLookup _byClientOrderId;
    // All accounts begin to read their ids at the same time after a start: no other request may wait for a connection then.
    private readonly SemaphoreSlim _idReaders = new(2);

    public PostgresOrderQueries(NpgsqlDataSource source, InstrumentCatalogue catalogue)
    {
        (_source, _catalogue, _lookup) = (source, catalogue, new(source));
        _byClientOrderId = new((accounts, ids) => ReadAsync(
            """
            (SELECT o.* FROM unnest($1, $2) AS k (account, client_order_id) CROSS JOIN LATERAL
                (SELECT * FROM orders WHERE account = k.account AND client_order_id = k.client_order_id
                UNION ALL SELECT orders.* FROM later_client_order_ids l JOIN orders ON orders.id = l.order_id
                WHERE l.account = k.account AND l.client_order_id = k.client_order_id) o) AS orders
            """,
            [accounts, ids], CancellationToken.None, _lookup));
    }

    public async ValueTask<OrderView?> FindOrderAsync(string id, CancellationToken cancellationToken) =>
        (await ReadAsync("orders WHERE id = $1", [id], cancellationToken)).FirstOrDefault();

    public async ValueTask<IReadOnlyList<OrderView>> FindByClientOrderIdsAsync(
        string account, IReadOnlyList<string> clientOrderIds, CancellationToken cancellationToken) =>
        await _byClientOrderId.FindAsync(account, clientOrderIds).WaitAsync(cancellationToken);

    public async ValueTask<IReadOnlyList<OrderView>> FindOrdersAsync(
        IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        await ReadAsync("orders WHERE id = ANY ($1)", [ids.ToArray()], cancellationToken);

    public async IAsyncEnumerable<string> ListClientOrderIds(
        string account, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var isEnd = false; !isEnd;)
        {
            var page = await ReadIdsAsync(account, after, cancellationToken);
            foreach (var id in page) yield return id;
            isEnd = page.Count < IdsAPage;
            if (!isEnd) after = page[^1];
        }
    }

    public async ValueTask<OrderPage> ListOrdersAsync(OrderFilter filter, CancellationToken cancellationToken)
    {
        var list = new RowOrder("orders", filter.OldestFirst);
        var where = new Conditions();
        where.Add(filter.Account, "account = {0}");
        where.Add(filter.Symbol, "symbol = {0}");
        if (!await TryBeginAsync(list, where, filter.Before, cancellationToken)) return OrderPage.Unknown;
        string? bound = null;
        if (filter.Statuses.AreOpen())
            where.Add("EXISTS (SELECT FROM open_orders p WHERE p.account = orders.account "
                + "AND p.symbol = orders.symbol AND p.place = orders.place)");
        else if (filter.Statuses != OrderStatuses.All || filter.IsSelective)
            bound = await BoundAsync(list, where, cancellationToken);
        if (filter.Statuses is not (OrderStatuses.All or OrderStatuses.Open))
            where.Add(filter.Statuses.Each().Select(Rows.NameOf).ToArray(), "status = ANY ({0})");
        where.Add(filter.Side is { } side ? Rows.NameOf(side) : null, "side = {0}");
        where.Add(filter.Tag, "tag = {0}");
        where.Add(filter.After?.UtcDateTime, "received_at > {0}");
        where.Add(filter.Until?.UtcDateTime, "received_at < {0}");
        var limit = Math.Clamp(filter.Limit, 1, OrderFilter.MaxLimit);
        var orders = await ReadAsync($"orders {where} {list} LIMIT {limit}", where.Values, cancellationToken);
        return new([.. orders], orders.Count == limit ? orders[^1].Id : bound);
    }

    public async ValueTask<TradeView?> FindTradeAsync(string id, CancellationToken cancellationToken) =>
        (await ReadTradesAsync("WHERE id = $1", [id], cancellationToken)).FirstOrDefault();

    public async ValueTask<TradePage> ListTradesAsync(TradeFilter filter, CancellationToken cancellationToken)
    {
        var list = new RowOrder("trades", filter.OldestFirst);
        var where = new Conditions();
        where.Add(filter.Account, "(taker_account = {0} OR maker_account = {0})");
        where.Add(filter.Symbol, "ticker = {0}");
        if (!await TryBeginAsync(list, where, filter.Before, cancellationToken)) return TradePage.Unknown;
        var bound = filter.IsSelective ? await BoundAsync(list, where, cancellationToken) : null;
        where.Add(filter.After?.UtcDateTime, "created_at > {0}");
        where.Add(filter.Until?.UtcDateTime, "created_at < {0}");
        // Of an account only the tags of its own orders count.
        where.Add(filter.Tag is null || filter.Account is not null ? null : filter.Tag, $"{{0}} IN ({TakerTag}, {MakerTag})");
        where.Add(
            filter.Tag is null || filter.Account is null ? null : new[] { filter.Account, filter.Tag },
            $"({{0}} = ARRAY[taker_account, {TakerTag}] OR {{0}} = ARRAY[maker_account, {MakerTag}])");
        var limit = Math.Clamp(filter.Limit, 1, TradeFilter.MaxLimit);
        var trades = await ReadTradesAsync($"{where} {list} LIMIT {limit}", where.Values, cancellationToken);
        return new([.. trades], trades.Count == limit ? trades[^1].Id : bound);
    }

    /// <summary>Adds where a page begins, and for the oldest first where it ends at most; false behind an unknown id.</summary>
    private async Task<bool> TryBeginAsync(
        RowOrder list, Conditions where, string? before, CancellationToken cancellationToken)
    {
        if (before is not null)
        {
            var places = await QueryAsync(
                $"SELECT place FROM {list.Table} WHERE id = $1", [before], r => r.GetInt64(0), cancellationToken);
            if (places is not [var place]) return false;
            where.Add(place, list.Behind);
        }
        if (list.OldestFirst) where.Add(await FindSettledAsync(list.Table, cancellationToken), "place <= {0}");
        return true;
    }

    /// <summary>
    /// Bounds what a page looks at, and returns the last id that it may look at; null where there are fewer. No index holds what
    /// changes, so orders of a status are found by looking at all of them (docs/decisions/0025).
    /// </summary>
    private async Task<string?> BoundAsync(RowOrder list, Conditions where, CancellationToken cancellationToken)
    {
        var last = await QueryAsync(
            $"SELECT id, place FROM {list.Table} {where} {list} OFFSET {OrderFilter.MaxExamined - 1} LIMIT 1", where.Values,
            r => (Id: r.GetString(0), Place: r.GetInt64(1)), cancellationToken);
        if (last is not [var bound]) return null;
        where.Add(bound.Place, list.UpTo);
        return bound.Id;
    }

    /// <summary>
    /// The last place up to which every row is visible. A row gets its place before it is committed, and rows of several silos
    /// are committed in another order than their places: a reader of the oldest first must not go past one that is still to come.
    /// </summary>
    private async Task<long> FindSettledAsync(string table, CancellationToken cancellationToken)
    {
        var last = await QueryAsync(
            $"SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('{table}', 'place')::regclass), 0)", [],
            r => r.GetInt64(0), cancellationToken);
        // A transaction with a place up to there is among those that write now, or has ended.
        var writers = await ReadWritersAsync(table, null, cancellationToken);
        for (var tries = 0; writers.Length > 0; tries++)
        {
            if (tries == MaxTriesToSettle)
                throw new TradingUnavailableException(
                    TradingError.DatabaseUnavailable, $"a transaction that writes to {table} has not ended");
            await Task.Delay(SettlesWithin, cancellationToken);
            writers = await ReadWritersAsync(table, writers, cancellationToken);
        }
        return last[0];
    }

    /// <summary>The transactions that write to a table now; of some, those that still do.</summary>
    private async Task<string[]> ReadWritersAsync(string table, string[]? among, CancellationToken cancellationToken)
    {
        var where = new Conditions();
        where.Add(among, "virtualtransaction = ANY ({0})");
        where.Add($"relation = '{table}'::regclass AND mode = 'RowExclusiveLock' AND granted");
        where.Add("database = (SELECT oid FROM pg_database WHERE datname = current_database())");
        return [.. await QueryAsync(
            $"SELECT virtualtransaction FROM pg_locks {where}", where.Values, r => r.GetString(0), cancellationToken)];
    }

    public ValueTask DisposeAsync()
    {
        _idReaders.Dispose();
        return _lookup.DisposeAsync();
    }

    private async Task<List<string>> ReadIdsAsync(string account, string after, CancellationToken cancellationToken)
    {
        await _idReaders.WaitAsync(cancellationToken);
        try
        {
            return await QueryAsync(
                $"""
                (SELECT client_order_id FROM orders WHERE account = $1 AND client_order_id > $2
                ORDER BY client_order_id LIMIT {IdsAPage})
                UNION ALL
                (SELECT client_order_id FROM later_client_order_ids WHERE account = $1 AND client_order_id > $2
                ORDER BY client_order_id LIMIT {IdsAPage})
                ORDER BY client_order_id LIMIT {IdsAPage}
                """,
                [account, after], r => r.GetString(0), cancellationToken);
        }
        finally
        {
            _idReaders.Release();
        }
    }

    private Task<List<TradeView>> ReadTradesAsync(string rest, object[] values, CancellationToken cancellationToken) =>
        QueryAsync(
        $"""
        SELECT id, ticker, side, quantity, price, created_at, taker_order_id, taker_account, maker_order_id, maker_account,
            auction, {TakerTag}, {MakerTag}, corrected_price, busted_at
        FROM trades {rest}
        """,
        values,
        r => new TradeView(
            r.GetString(0), r.GetString(1), Rows.ValueOf<Side>(r.GetString(2)), r.GetDecimal(3), r.GetDecimal(4),
            r.GetDateTime(5), r.GetString(6), r.GetString(7), r.GetString(8), r.GetString(9), r.GetBoolean(10),
            r.IsDBNull(11) ? null : r.GetString(11), r.IsDBNull(12) ? null : r.GetString(12))
        {
            CorrectedPrice = r.IsDBNull(13) ? null : r.GetDecimal(13),
            BustedAt = r.IsDBNull(14) ? null : r.GetDateTime(14),
        },
        cancellationToken);

    public async ValueTask<IReadOnlyCollection<string>> ListSymbolsAsync(string account, CancellationToken cancellationToken) =>
        await QueryAsync(
            "SELECT symbol FROM account_symbols WHERE account = $1", [account], r => r.GetString(0), cancellationToken);

    private async Task<List<OrderView>> ReadAsync(
        string from, object[] values, CancellationToken cancellationToken, KeptConnection? kept = null)
    {
        var orders = await QueryAsync(
            $"SELECT {OrderRow.Columns} FROM {from}", values, row => OrderRow.Read(row, _catalogue), cancellationToken, kept);
        var filled = orders.Where(o => o.FilledQuantity > 0).Select(o => o.Id).ToArray();
        if (filled.Length == 0) return orders;
        var fills = await QueryAsync(
            """
            SELECT order_id, trade_id, price, quantity, liquidity, filled_at FROM fills
            WHERE order_id = ANY ($1) ORDER BY account, symbol, number
            """,
            [filled],
            r => (OrderId: r.GetString(0),
                Fill: new FillView(
                    r.GetString(1), r.GetDecimal(2), r.GetDecimal(3), Rows.ValueOf<Liquidity>(r.GetString(4)), r.GetDateTime(5))),
            cancellationToken);
        var byOrder = fills.ToLookup(f => f.OrderId, f => f.Fill);
        return [.. orders.Select(o => o with { Fills = [.. byOrder[o.Id]] })];
    }

    private async Task<List<T>> QueryAsync<T>(
        string sql, object[] values, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken,
        KeptConnection? kept = null)
    {
        try
        {
            using var timing = DatabaseMetrics.Time(DatabaseMetrics.OrderQuery);
            await using var command = kept is null
                ? _source.CreateCommand(sql) : new(sql, await kept.OpenAsync(cancellationToken));
            foreach (var value in values) command.Parameters.Add(new() { Value = value });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken)) rows.Add(read(reader));
            return rows;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new TradingUnavailableException(TradingError.DatabaseUnavailable, $"the database does not answer: {e.Message}");
        }
    }

    /// <summary>The rows of a table by place.</summary>
    private readonly record struct RowOrder(string Table, bool OldestFirst)
    {
        public string Behind => OldestFirst ? "place > {0}" : "place < {0}";

        public string UpTo => OldestFirst ? "place <= {0}" : "place >= {0}";

        public override string ToString() => OldestFirst ? "ORDER BY place" : "ORDER BY place DESC";
    }
}
