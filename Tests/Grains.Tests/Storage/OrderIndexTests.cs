using Microsoft.Extensions.Logging.Abstractions;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Orders;
using TradingOps.Silo.Storage;
using TradingOps.Silo.Storage.Embedded;
using TradingOps.Silo.Storage.Embedded.Scratch;

namespace TradingOps.Grains.Tests.Storage;

/// <summary>An index that keeps next to nothing in memory answers as lists do that keep everything.</summary>
public sealed class OrderIndexTests
{
    private const int Recent = 10;

    private static readonly OrderStatuses[] StatusSets =
        [.. Enum.GetValues<OrderStatuses>().Where(s => s != OrderStatuses.None)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task What_left_memory_is_found_as_if_it_had_not(int seed)
    {
        using var scratch = new ScratchStore(Path.GetTempPath(), TimeSpan.FromSeconds(1), NullLogger.Instance);
        var (index, naive, random) = (Index(scratch), new NaiveOrders(), new Random(seed));
        foreach (var record in OrderScript.Make(seed, 3_000))
        {
            index.Apply(record);
            naive.Apply(record);
            if (random.Next(20) == 0) AssertSameAnswer(index, naive, random);
        }
        await AssertMovedAsync(index, naive);
        AssertSame(index, naive);
        for (var i = 0; i < 300; i++) AssertSameAnswer(index, naive, random);
    }

    [Fact]
    public async Task Readers_miss_nothing_while_orders_move()
    {
        using var scratch = new ScratchStore(Path.GetTempPath(), TimeSpan.FromSeconds(1), NullLogger.Instance);
        var (index, naive, gate) = (Index(scratch), new NaiveOrders(), new Lock());
        var (stop, rounds) = (false, 0);
        var readers = Enumerable.Range(0, 3).Select(seed => Task.Factory.StartNew(() =>
        {
            var random = new Random(seed);
            while (!Volatile.Read(ref stop))
            {
                string[] ids;
                (string Account, string ClientOrderId)[] keys;
                lock (gate) (ids, keys) = ([.. naive.OrderIds], [.. naive.Keys]);
                if (keys.Length == 0) continue;
                for (var i = 0; i < 20; i++)
                {
                    var id = ids[random.Next(ids.Length)];
                    Assert.Equal(id, index.Find(id)?.Id);
                    var key = keys[random.Next(keys.Length)];
                    Assert.False(index.IsFree(key));
                    var named = Assert.Single(index.FindByClientOrderIds(key.Account, [key.ClientOrderId]));
                    Assert.True(named.HasClientOrderId(key.ClientOrderId));
                }
                // What comes meanwhile is newer, so the pages before an order that is known hold exactly the known ones.
                var place = random.Next(ids.Length);
                var page = index.List(new() { Before = ids[place], Limit = 50 });
                Assert.Equal(ids[..place].Reverse().Take(50), page.Orders.Select(o => o.Id));
                Interlocked.Increment(ref rounds);
            }
        }, TaskCreationOptions.LongRunning)).ToArray();

        foreach (var record in OrderScript.Make(seed: 7, 4_000))
        {
            index.Apply(record);
            lock (gate) naive.Apply(record);
        }
        await Eventually.HoldsAsync(() => Task.FromResult(rounds > 20 || readers.Any(r => r.IsFaulted)));
        Volatile.Write(ref stop, true);
        await Task.WhenAll(readers);
        await AssertMovedAsync(index, naive);
        AssertSame(index, naive);
    }

    [Fact]
    [Trait("Needs", "Setup")]
    public async Task Orders_stay_in_memory_while_the_disk_is_full()
    {
        await using var disk = await SmallDisk.MountAsync(bytes: 8 * 1024 * 1024);
        var filler = Path.Combine(disk.Path, "filler");
        var log = new ToldLines();
        using var scratch = new ScratchStore(disk.Path, TimeSpan.FromMilliseconds(10), log);
        var (index, naive) = (Index(scratch), new NaiveOrders());
        var records = OrderScript.Make(seed: 8, 3_000).ToArray();
        foreach (var record in records[..1_000]) Apply(record);
        await AssertMovedAsync(index, naive);

        SmallDisk.Fill(filler);
        foreach (var record in records[1_000..]) Apply(record);
        await Eventually.HoldsAsync(() => Task.FromResult(!log.Lines.IsEmpty));
        Assert.True(index.InMemory > naive.Open + 5 * Recent, $"{index.InMemory} in memory, {naive.Open} open");
        AssertSame(index, naive);

        File.Delete(filler);
        await AssertMovedAsync(index, naive);
        AssertSame(index, naive);
        // However often it was tried: a line when it begins and a line when it is over. A file that nobody reads any more makes
        // room now and then.
        Assert.All(log.Lines.Select((line, i) => (line, i)), told => Assert.Contains(
            told.i % 2 == 0 ? "stay in memory" : "moving closed orders to", told.line, StringComparison.Ordinal));
        Assert.Contains("moving closed orders to", log.Lines.Last(), StringComparison.Ordinal);

        void Apply(StoredRecord record)
        {
            index.Apply(record);
            naive.Apply(record);
        }
    }

    [Fact]
    public async Task Nothing_is_left_behind()
    {
        var folder = Directory.CreateTempSubdirectory("tradingops-scratch-");
        using (var scratch = new ScratchStore(folder.FullName, TimeSpan.FromSeconds(1), NullLogger.Instance))
        {
            var (index, naive) = (Index(scratch), new NaiveOrders());
            foreach (var record in OrderScript.Make(seed: 9, 1_000))
            {
                index.Apply(record);
                naive.Apply(record);
            }
            await AssertMovedAsync(index, naive);
            // Not even by a process that is killed now.
            Assert.Empty(folder.GetFileSystemInfos());
        }
        folder.Delete();
    }

    [Fact]
    public void A_page_of_a_rare_status_examines_a_bounded_number_of_orders()
    {
        using var scratch = new ScratchStore(Path.GetTempPath(), TimeSpan.FromSeconds(1), NullLogger.Instance);
        var index = Index(scratch);
        const int Orders = 2 * OrderFilter.MaxExamined + 10;
        for (var i = 1; i <= Orders; i++) index.Apply(OrderScript.Denied("desk", i, $"denied-{i}"));
        var filter = new OrderFilter { Account = "desk", Statuses = OrderStatuses.Filled };
        var pages = 0;
        for (var page = index.List(filter); page.Next is { } next; page = index.List(filter with { Before = next }))
        {
            Assert.Empty(page.Orders);
            pages++;
        }
        Assert.Equal(2, pages);
        Assert.Equal($"denied-{Orders}", index.List(filter with { Statuses = OrderStatuses.Rejected, Limit = 1 }).Next);
    }

    [Fact]
    public void Answers_hold_with_more_orders_than_a_page_examines()
    {
        using var scratch = new ScratchStore(Path.GetTempPath(), TimeSpan.FromSeconds(1), NullLogger.Instance);
        var (index, naive, random) = (Index(scratch), new NaiveOrders(), new Random(6));
        foreach (var record in OrderScript.Make(seed: 6, 12_000))
        {
            index.Apply(record);
            naive.Apply(record);
        }
        Assert.True(naive.OrderIds.Count() > OrderFilter.MaxExamined);
        for (var i = 0; i < 2_000; i++) AssertSameAnswer(index, naive, random);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pages_of_orders_join_without_gap_while_others_are_entered(bool oldestFirst)
    {
        using var scratch = new ScratchStore(Path.GetTempPath(), TimeSpan.FromSeconds(1), NullLogger.Instance);
        var (index, naive, records) = (Index(scratch), new NaiveOrders(), OrderScript.Make(seed: 10, 2_000).ToArray());
        foreach (var record in records[..1_000]) Apply(record);
        var before = naive.List(new OrderFilter { OldestFirst = oldestFirst, Limit = int.MaxValue }).Select(o => o.Id).ToArray();
        var (read, rest) = (new List<string>(), new Queue<StoredRecord>(records[1_000..]));
        var filter = new OrderFilter { OldestFirst = oldestFirst, Limit = 7 };
        for (OrderPage? page = null; page is null || page.Next is not null; filter = filter with { Before = page.Next })
        {
            page = index.List(filter);
            read.AddRange(page.Orders.Select(o => o.Id));
            for (var i = 0; page.Next is not null && i < 3 && rest.TryDequeue(out var record); i++) Apply(record);
        }
        // Orders that were entered between the pages come after the newest.
        Assert.Equal(oldestFirst ? naive.OrderIds : before, read);

        void Apply(StoredRecord record)
        {
            index.Apply(record);
            naive.Apply(record);
        }
    }

    private static OrderIndex Index(ScratchStore scratch) => new(InstrumentCatalogue.Default, scratch, Recent, keys: 50);

    private static Task AssertMovedAsync(OrderIndex index, NaiveOrders naive) => Eventually.BecomesAsync(
        () => Task.FromResult(index.InMemory), count =>
            count <= naive.Open + Recent + Recent / 4, what: $"{naive.Open} are open;");

    /// <summary>Every order and every id.</summary>
    internal static void AssertSame(OrderIndex index, NaiveOrders naive)
    {
        foreach (var id in naive.OrderIds) AssertSame(naive.Find(id), index.Find(id));
        foreach (var (account, id) in naive.Keys)
        {
            AssertSame(naive.Find(account, id), Assert.Single(index.FindByClientOrderIds(account, [id])));
            Assert.False(index.IsFree((account, id)));
            Assert.True(index.IsFree((account, $"{id}.")));
            Assert.True(index.IsFree(($"{account}.", id)));
        }
    }

    /// <summary>The answer to one random question.</summary>
    internal static void AssertSameAnswer(OrderIndex index, NaiveOrders naive, Random random)
    {
        var account = random.Next(3) == 0 ? null : random.Next(10) == 0 ? "nobody" : Pick(random, OrderScript.Accounts);
        var symbol = random.Next(2) == 0 ? null : random.Next(10) == 0 ? "NONE" : Pick(random, OrderScript.Symbols);
        var filter = new OrderFilter
        {
            Account = account,
            Symbol = symbol,
            Statuses = Pick(random, StatusSets),
            Limit = random.Next(1, 200),
            Before = random.Next(3) > 0 ? Pick(random, [.. naive.OrderIds]) : null,
            Side = random.Next(3) > 0 ? null : random.Next(2) == 0 ? Side.Buy : Side.Sell,
            Tag = random.Next(3) > 0 ? null : $"tag-{random.Next(1, 4)}",
            After = random.Next(3) > 0 ? null : TimeOfOne(),
            Until = random.Next(3) > 0 ? null : TimeOfOne(),
            OldestFirst = random.Next(2) == 0,
        };
        var (expected, actual) = (naive.List(filter).ToArray(), ListAcrossPages(index, filter));
        Assert.Equal(expected.Select(o => o.Id), actual.Select(o => o.Id));
        foreach (var (one, other) in expected.Zip(actual)) AssertSame(one, other);

        string[] trades = [.. naive.TradeIds];
        var tradeFilter = new TradeFilter
        {
            Account = account,
            Symbol = symbol,
            Limit = random.Next(1, 200),
            Before = trades.Length > 0 && random.Next(3) > 0 ? Pick(random, trades) : null,
            After = filter.After,
            Until = filter.Until,
            OldestFirst = filter.OldestFirst,
            Tag = filter.Tag,
        };
        Assert.Equal(naive.List(tradeFilter), ListAcrossPages(index.Trades, tradeFilter));

        Assert.Null(index.Find($"{Pick(random, OrderScript.Symbols)}-{random.Next(1_000_000, 2_000_000)}"));
        Assert.Null(index.Find($"rejected-{account}-0"));
        Assert.Equal(OrderPage.Unknown, index.List(filter with { Before = "AAPL-999999" }));
        Assert.Null(index.Trades.List(tradeFilter with { Before = "AAPL-999999-1" }));

        DateTimeOffset TimeOfOne() => naive.Find(Pick(random, [.. naive.OrderIds]))!.ReceivedAt;
    }

    // A page ends before its limit where it has examined enough, so the next one goes on until there are as many as asked.
    private static List<OrderView> ListAcrossPages(OrderIndex index, OrderFilter filter)
    {
        var orders = new List<OrderView>();
        for (OrderPage? page = null; page is null || page.Next is not null && orders.Count < filter.Limit;)
        {
            page = index.List(filter with { Before = page?.Next ?? filter.Before, Limit = filter.Limit - orders.Count });
            orders.AddRange(page.Orders);
        }
        return orders;
    }

    private static List<string> ListAcrossPages(TradeIndex index, TradeFilter filter)
    {
        var (ids, next, isFirst) = (new List<string>(), filter.Before, true);
        for (; isFirst || next is not null && ids.Count < filter.Limit; isFirst = false)
        {
            var page = index.List(filter with { Before = next, Limit = filter.Limit - ids.Count })!.Value;
            ids.AddRange(page.Ids);
            next = page.Next;
        }
        return ids;
    }

    private static void AssertSame(OrderView? expected, OrderView? actual)
    {
        Assert.NotNull(expected);
        Assert.NotNull(actual);
        Assert.Equal(expected.Fills.AsEnumerable(), actual.Fills);
        Assert.Equal(expected.EarlierClientOrderIds.AsEnumerable(), actual.EarlierClientOrderIds);
        Assert.Equal(
            expected with { Fills = [], EarlierClientOrderIds = [] }, actual with { Fills = [], EarlierClientOrderIds = [] });
    }

    private static T Pick<T>(Random random, T[] values) => values[random.Next(values.Length)];
}
