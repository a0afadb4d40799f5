using Microsoft.Extensions.Logging.Abstractions;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;
using TradingOps.Silo.Storage;
using TradingOps.Silo.Storage.Embedded;
using TradingOps.Silo.Storage.Embedded.Scratch;

namespace TradingOps.Grains.Tests.Storage;

/// <summary>A journal and its index with next to nothing in memory, across restarts.</summary>
public sealed class IndexedJournalTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tradingops-index-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Client_order_ids_stay_used_and_orders_are_found_after_a_restart()
    {
        var naive = new NaiveOrders();
        var records = OrderScript.Make(seed: 11, 4_000).ToArray();
        await AppendAsync(records[..2_000], []);
        await AppendAsync(records[2_000..], records[..2_000]);
        foreach (var record in records) naive.Apply(record);

        using var scratch = Scratch();
        var index = Index(scratch);
        using var journal = Open(index, scratch);
        foreach (var id in naive.OrderIds) Assert.Equal(naive.Find(id)!.Status, index.Find(id)?.Status);
        var stream = await journal.OpenAsync(JournalStreams.Account("account-0"), default);
        var next = records.Count(r => r.Account is not null && r.Owner == "account-0") + 1;
        foreach (var (_, clientOrderId) in naive.Keys.Where(k => k.Account == "account-0"))
        {
            var again = new DeniedOrder("again", "AAPL", clientOrderId, default, "code", "detail");
            // A hold ends with its first failure.
            stream = await journal.OpenAsync(JournalStreams.Account("account-0"), default);
            var refusal = await Assert.ThrowsAsync<JournalConflictException>(
                () => stream.AppendAsync(next, AccountJson.Encode(Record(again, next))));
            Assert.Contains($"'{clientOrderId}'", refusal.Message, StringComparison.Ordinal);
        }
        Assert.Equal(["journal", "journal.end", "lock", "snapshots"], _folder.GetFileSystemInfos().Select(f => f.Name).Order());
    }

    [Fact]
    public async Task An_unreadable_index_refuses_only_what_needs_it()
    {
        var records = OrderScript.Make(seed: 12, 2_000).ToArray();
        await AppendAsync(records, []);
        using var scratch = Scratch();
        var index = Index(scratch);
        using var journal = Open(index, scratch);
        using var moved = new ManualResetEventSlim();
        // Twice, for what is moved asks for more to be merged.
        for (var i = 0; i < 2; i++)
        {
            moved.Reset();
            scratch.MoveLater(moved.Set);
            Assert.True(moved.Wait(TimeSpan.FromSeconds(30)));
        }
        EmptyScratchFiles();

        var owner = OrderScript.Accounts[0];
        var used = records.First(r => r.Owner == owner && r.Account?.Denied?.ClientOrderId is not null).Account!.Denied!;
        var next = records.Count(r => r.Account is not null && r.Owner == owner) + 1;
        await Assert.ThrowsAsync<JournalException>(() => AppendDeniedAsync(used with { Id = "again" }));
        var queries = new EmbeddedOrderQueries(index, journal, InstrumentCatalogue.Default);
        await Assert.ThrowsAsync<TradingUnavailableException>(async () => await queries.FindOrderAsync(used.Id, default));
        await Assert.ThrowsAsync<TradingUnavailableException>(async () => await queries.ListOrdersAsync(new(), default));
        await AppendDeniedAsync(used with { Id = "other", ClientOrderId = null });
        Assert.Equal("other", (await queries.FindOrderAsync("other", default))?.Id);

        async Task AppendDeniedAsync(DeniedOrder denied)
        {
            var stream = await journal.OpenAsync(JournalStreams.Account(owner), default);
            await stream.AppendAsync(next, AccountJson.Encode(Record(denied, next)));
        }
    }

    /// <summary>What this process holds open in the folder without a name.</summary>
    private void EmptyScratchFiles()
    {
        var files = Directory.GetFiles("/proc/self/fd").Where(f =>
            new FileInfo(f).LinkTarget is { } target && target.StartsWith(_folder.FullName, StringComparison.Ordinal)
            && target.EndsWith("(deleted)", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(files);
        foreach (var file in files)
            using (var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                RandomAccess.SetLength(handle, 0);
    }

    /// <summary>Appends records to their streams behind those that are there, and reads all of them back.</summary>
    private async Task AppendAsync(StoredRecord[] records, StoredRecord[] before)
    {
        using var scratch = Scratch();
        using var journal = Open(Index(scratch), scratch);
        foreach (var group in records.GroupBy(StreamOf))
        {
            var stream = await journal.OpenAsync(group.Key, default);
            var sequence = before.Count(r => StreamOf(r) == group.Key);
            foreach (var record in group) await stream.AppendAsync(++sequence, Encode(record, sequence));
            var read = 0;
            await foreach (var stored in journal.ReadAsync(group.Key, 1, default)) Assert.Equal(++read, stored.Sequence);
            Assert.Equal(sequence, read);
        }
    }

    private static string StreamOf(StoredRecord record) =>
        record.Market is null ? JournalStreams.Account(record.Owner) : JournalStreams.Book(record.Owner);

    private static byte[] Encode(StoredRecord record, long sequence) => record.Market is { } market
        ? MarketRecordCodec.Encode(market)
        : AccountJson.Encode(Record(record.Account!.Denied!, sequence));

    private static AccountRecord Record(DeniedOrder denied, long sequence) =>
        new() { Sequence = sequence, Time = sequence, Kind = AccountRecordKind.Denied, Denied = denied };

    // In the folder of the journal, as in a silo.
    private ScratchStore Scratch() => new(_folder.FullName, TimeSpan.FromSeconds(1), NullLogger.Instance);

    private static OrderIndex Index(ScratchStore scratch) =>
        new(InstrumentCatalogue.Default, scratch, recent: 10, keys: 50, seed: 1);

    private EmbeddedJournal Open(OrderIndex index, ScratchStore scratch) => new(_folder.FullName, new(), index, scratch,
        new JournalMetrics("test"), NullLogger<EmbeddedJournal>.Instance);
}
