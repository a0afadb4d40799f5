using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;
using TradingOps.Silo.Storage;
using TradingOps.Silo.Storage.Embedded;
using TradingOps.Silo.Storage.Embedded.Scratch;
using TradingOps.Silo.Storage.Postgres;

namespace TradingOps.Grains.Tests.Storage;

/// <summary>Both stores follow orders of every kind, exits of brackets included, to where the book has them.</summary>
public sealed class FollowedOrdersTests : IDisposable
{
    private static readonly Instrument Stock = InstrumentCatalogue.Default["AAPL"];
    private readonly Market _market = new("AAPL");
    private readonly ScratchStore _scratch = new(Path.GetTempPath(), TimeSpan.FromSeconds(1), NullLogger.Instance);
    private readonly OrderIndex _index;
    private readonly HashSet<string> _ids = [];

    public FollowedOrdersTests() => _index = new(InstrumentCatalogue.Default, _scratch, recent: 8);

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_index_agrees_with_the_book(int seed)
    {
        foreach (var record in Execute(seed, 1_000))
        {
            foreach (var report in record.Reports()) AssertAsInBook(report.OrderNumber);
        }
        foreach (var id in _ids)
        {
            Assert.True(OrderIds.TryParse(id, out _, out var number));
            AssertAsInBook(number);
        }
    }

    [Fact]
    [Trait("Needs", "Setup")]
    public async Task The_tables_agree_with_the_index()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await Schema.ApplyAsync(source, CancellationToken.None);
        await using var journal = new PostgresJournal(
            source, new(source, StoreLosses.None, TimeProvider.System, NullLogger<DatabaseWatch>.Instance), StoreLosses.None,
            InstrumentCatalogue.Default, new JournalMetrics("postgresql"), NullLogger<PostgresJournal>.Instance);
        var stream = await journal.OpenAsync(JournalStreams.Book("AAPL"), CancellationToken.None);
        // Appends that wait share a transaction, so that orders change within the batch that enters them and in later ones.
        foreach (var batch in Execute(seed: 5, 2_000).Chunk(7))
            await Task.WhenAll(batch.Select(record => stream.AppendAsync(record.Sequence, MarketRecordCodec.Encode(record))));

        var queries = new PostgresOrderQueries(source, InstrumentCatalogue.Default);
        foreach (var id in _ids)
        {
            var (stored, indexed) = (await queries.FindOrderAsync(id, CancellationToken.None), _index.Find(id));
            Assert.NotNull(stored);
            Assert.NotNull(indexed);
            Assert.Equal(indexed.Fills.AsEnumerable(), stored.Fills);
            Assert.Equal(indexed.EarlierClientOrderIds.AsEnumerable(), stored.EarlierClientOrderIds);
            Assert.Equal(WithoutLists(indexed), WithoutLists(stored));
            await AssertFoundByItsIdsAsync(queries, stored);
        }
        Assert.Contains(_ids, id => _index.Find(id)!.EarlierClientOrderIds.Length > 0);
        await AssertListsAgreeAsync(queries);
        var other = await journal.OpenAsync(JournalStreams.Book("MSFT"), CancellationToken.None);
        await AssertRenamedWithinABatchAsync(other, queries);
        await AssertTransactionsAreWaitedForAsync(server, queries);
    }

    private static OrderView WithoutLists(OrderView order) => order with { Fills = [], EarlierClientOrderIds = [] };

    /// <summary>An order gets several ids in the batch that enters it, and in one of later.</summary>
    private static async Task AssertRenamedWithinABatchAsync(IJournalStream stream, PostgresOrderQueries queries)
    {
        var market = new Market("MSFT");
        foreach (var ids in new string?[][] { [null, "r1", "r2"], ["r3", "r4", "r5"] })
        {
            var records = ids.Select(id => id is null
                ? market.Enter(MarketScripts.Limit(Side.Buy, 100, 9), "renamer", "r0")
                : market.Execute(
                    new()
                    {
                        Kind = BookCommandKind.Replace,
                        OrderId = 1,
                        Account = OrderBook.AnyAccount,
                        Spec = new() { Price = 100, Quantity = 9 },
                    },
                    out _, clientOrderId: id)!).ToArray();
            await Task.WhenAll(records.Select(r => stream.AppendAsync(r.Sequence, MarketRecordCodec.Encode(r))));
        }
        var order = await queries.FindOrderAsync("MSFT-1", CancellationToken.None);
        Assert.NotNull(order);
        Assert.Equal(["r0", "r1", "r2", "r3", "r4"], order.EarlierClientOrderIds.AsEnumerable());
        Assert.Equal(("r5", "r0"), (order.ClientOrderId, order.Request.ClientOrderId));
        await AssertFoundByItsIdsAsync(queries, order);
    }

    private static async Task AssertFoundByItsIdsAsync(PostgresOrderQueries queries, OrderView order)
    {
        string[] ids = [.. order.EarlierClientOrderIds, .. order.ClientOrderId is { } id ? [id] : Array.Empty<string>()];
        if (ids.Length < 2) return;
        var found = await queries.FindByClientOrderIdsAsync(order.Account, ids, CancellationToken.None);
        Assert.Equal(order.Id, Assert.Single(found).Id);
        foreach (var one in ids)
        {
            found = await queries.FindByClientOrderIdsAsync(order.Account, [one], CancellationToken.None);
            Assert.Equal(order.Id, Assert.Single(found).Id);
        }
        var listed = await queries.ListClientOrderIds(order.Account, "", CancellationToken.None).ToListAsync();
        Assert.Equal(listed.Order(StringComparer.Ordinal), listed);
        Assert.All(ids, one => Assert.Single(listed, l => l == one));
    }

    /// <summary>Pages of every direction, side, tag and time, from the newest or oldest order to the end.</summary>
    private async Task AssertListsAgreeAsync(PostgresOrderQueries queries)
    {
        var all = _index.List(new() { Limit = OrderFilter.MaxLimit, OldestFirst = true }).Orders;
        var (after, until) = (all[all.Length / 4].ReceivedAt, all[all.Length * 3 / 4].ReceivedAt);
        foreach (var oldestFirst in new[] { false, true })
            foreach (var (from, to) in new (DateTimeOffset?, DateTimeOffset?)[] { (null, null), (after, until), (until, null) })
            {
                foreach (var (side, tag) in new (Side?, string?)[] { (null, null), (Side.Buy, null), (Side.Sell, "tag-1") })
                {
                    var orders = new OrderFilter
                    {
                        OldestFirst = oldestFirst,
                        Side = side,
                        Tag = tag,
                        After = from,
                        Until = to,
                        Limit = 70,
                    };
                    Assert.Equal(
                        await ReadOrdersAsync(f => ValueTask.FromResult(_index.List(f)), orders),
                        await ReadOrdersAsync(f => queries.ListOrdersAsync(f, CancellationToken.None), orders));
                }
                foreach (var tag in new[] { null, "tag-2" })
                    await AssertTradesAgreeAsync(
                        queries, new() { OldestFirst = oldestFirst, Tag = tag, After = from, Until = to, Limit = 70 });
            }
        Assert.True((await queries.ListOrdersAsync(new() { Before = "AAPL-999999" }, CancellationToken.None)).IsUnknown);
        Assert.True((await queries.ListTradesAsync(new() { Before = "AAPL-999999-1" }, CancellationToken.None)).IsUnknown);
    }

    private async Task AssertTradesAgreeAsync(PostgresOrderQueries queries, TradeFilter trades)
    {
        var expected = _index.Trades.List(trades with { Limit = TradeFilter.MaxLimit })!.Value.Ids;
        var read = new List<TradeView>();
        for (TradePage? page = null; page is null || page.Next is not null; trades = trades with { Before = page.Next })
        {
            page = await queries.ListTradesAsync(trades, CancellationToken.None);
            read.AddRange(page.Trades);
        }
        Assert.Equal(expected, read.Select(t => t.Id).Take(expected.Count));
        Assert.All(read, t => Assert.Equal(
            (_index.Find(t.TakerOrderId)!.Request.Tag, _index.Find(t.MakerOrderId)!.Request.Tag), (t.TakerTag, t.MakerTag)));
    }

    private static async Task<List<string>> ReadOrdersAsync(Func<OrderFilter, ValueTask<OrderPage>> list, OrderFilter filter)
    {
        var read = new List<string>();
        for (OrderPage? page = null; page is null || page.Next is not null; filter = filter with { Before = page.Next })
            read.AddRange((page = await list(filter)).Orders.Select(o => o.Id));
        return read;
    }

    /// <summary>A list of the oldest first does not go past a trade whose transaction is still to be committed.</summary>
    private static async Task AssertTransactionsAreWaitedForAsync(PostgresServer server, PostgresOrderQueries queries)
    {
        const string Insert =
            """
            INSERT INTO trades (id, ticker, side, quantity, price, created_at, taker_order_id, taker_account, maker_order_id,
                maker_account) VALUES ($1, 'LATE', 'buy', 1, 1, now(), '', 'late', '', '')
            """;
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var slow = await source.OpenConnectionAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await InsertAsync(slow, "first");
        await using (var quick = await source.OpenConnectionAsync()) await InsertAsync(quick, "second");
        var reading = queries.ListTradesAsync(new() { Symbol = "LATE", OldestFirst = true }, CancellationToken.None).AsTask();
        var isNewest = await queries.ListTradesAsync(new() { Symbol = "LATE" }, CancellationToken.None);
        Assert.Equal(["second"], isNewest.Trades.Select(t => t.Id));
        await transaction.CommitAsync();
        Assert.Equal(["first", "second"], (await reading).Trades.Select(t => t.Id));

        static async Task InsertAsync(NpgsqlConnection connection, string id)
        {
            await using var command = new NpgsqlCommand(Insert, connection);
            command.Parameters.Add(new() { Value = id });
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Executes random commands and lets the index follow.</summary>
    private IEnumerable<MarketRecord> Execute(int seed, int count)
    {
        var random = new Random(seed);
        var commands = RandomCommand.Sequence(Enumerable.Range(0, count).Select(_ => random.Next()));
        foreach (var record in MarketScripts.Execute(_market, commands))
        {
            _index.Apply(new("AAPL", record, null));
            _ids.UnionWith(record.Entered().Select(order => OrderIds.Format("AAPL", order.OrderId)));
            yield return record;
        }
    }

    private void AssertAsInBook(long number)
    {
        var order = _index.Find(OrderIds.Format("AAPL", number));
        Assert.NotNull(order);
        Assert.Equal(_market.Book.TryGetOrder(number, out var live), order.IsOpen);
        Assert.True(order.Quantity >= order.FilledQuantity + (live.Amount > 0 ? 0 : order.RemainingQuantity), $"{order}");
        Assert.Equal(order.FilledQuantity, order.Fills.Sum(f => f.Quantity));
        if (!order.IsOpen)
        {
            Assert.Equal(0, order.RemainingQuantity);
            if (order.Status == OrderStatus.Filled) Assert.Equal(order.FilledQuantity, order.Quantity);
            return;
        }
        var lots = live.Amount > 0 ? live.Amount / live.StopPrice : live.Remaining;
        Assert.Equal(Stock.ToQuantity(lots), order.RemainingQuantity);
        if (live.Amount == 0) Assert.Equal(order.FilledQuantity + order.RemainingQuantity, order.Quantity);
        // The rest of a market order may stand at its worst price, which its owner did not give.
        Assert.Equal(order.Request.Type.HasLimit() ? Stock.ToPrice(live.Price) : null, order.LimitPrice);
        if (live.StopPrice != 0) Assert.Equal(Stock.ToPrice(live.StopPrice), order.StopPrice);
    }
}
