using System.IO.Hashing;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;
using TradingOps.Silo.Storage;
using TradingOps.Silo.Storage.Embedded;
using TradingOps.Silo.Storage.Embedded.Checkpoints;
using TradingOps.Silo.Storage.Embedded.Scratch;

namespace TradingOps.Grains.Tests.Storage;

/// <summary>A start from a checkpoint answers every question as a start that reads the whole journal.</summary>
public sealed class IndexCheckpointTests : IDisposable
{
    private readonly IndexedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Starts_from_checkpoints_answer_as_full_reads(int seed)
    {
        var records = OrderScript.Make(seed, 4_000).ToArray();
        var random = new Random(seed);
        for (var from = 0; from < records.Length;)
        {
            var some = records[from..Math.Min(records.Length, from + random.Next(1, 1_200))];
            using var started = _folder.Start();
            Assert.Equal(from > 0, started.IsRestored);
            AssertSame(started, records[..from], random);
            await started.AppendAsync(some);
            from += some.Length;
        }
        using var last = _folder.Start();
        Assert.True(last.IsRestored);
        Assert.Equal(0, last.Warnings);
        AssertSame(last, records, random);
        await AssertReadAsync(last, records);
    }

    [Fact]
    public async Task A_start_reads_only_what_is_behind_the_checkpoint()
    {
        var records = OrderScript.Make(seed: 4, 3_000).ToArray();
        using (var started = _folder.Start()) await started.AppendAsync(records);
        using var again = _folder.Start();
        Assert.Contains(again.Logged.Lines, l => l.StartsWith("Journal: read 0 records in ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public async Task A_copy_made_at_any_moment_starts_as_its_journal_does(int seed)
    {
        var records = OrderScript.Make(seed, 12_000).ToArray();
        using var started = _folder.Start(segmentBytes: 16 * 1024);
        var appending = Task.Run(() => started.AppendAsync(records));
        var restored = 0;
        for (var copies = 0; copies < 40 || restored == 0; copies++)
        {
            using var copy = _folder.Copy();
            using var full = copy.Copy();
            if (Directory.Exists(full.Index)) Directory.Delete(full.Index, recursive: true);
            using var expected = full.Start();
            using var actual = copy.Start();
            if (actual.IsRestored) restored++;
            var read = 0;
            foreach (var stream in await expected.Journal.ListStreamsAsync("", default))
            {
                Assert.Equal(expected.Journal.IndexOf(stream).LastSequence, actual.Journal.IndexOf(stream).LastSequence);
                read += (int)expected.Journal.IndexOf(stream).LastSequence;
            }
            AssertSame(actual, InOrder(expected, records, read), new Random(copies));
            if (appending.IsCompleted) break;
        }
        await appending;
        Assert.True(restored > 0);
    }

    [Fact]
    public async Task Any_damage_to_the_index_means_a_full_read_and_one_warning()
    {
        var records = OrderScript.Make(seed: 7, 2_000).ToArray();
        using (var started = _folder.Start(segmentBytes: 16 * 1024)) await started.AppendAsync(records);
        var random = new Random(7);
        foreach (var file in Directory.GetFiles(_folder.Index).Select(Path.GetFileName).ToArray())
        {
            foreach (var how in new Action<string>[] { File.Delete, Cut, Flip, Flip, Flip, Flip })
            {
                using var copy = _folder.Copy();
                var path = Path.Combine(copy.Index, file!);
                if (new FileInfo(path).Length == 0) continue;
                how(path);
                using (var started = copy.Start(16 * 1024))
                {
                    // A place of an order that is in memory is never read.
                    Assert.Equal(started.IsRestored ? 0 : 1, started.Warnings);
                    if (file == "checkpoint") Assert.False(started.IsRestored);
                    AssertSame(started, records, random);
                }
                using var again = copy.Start(16 * 1024);
                Assert.True(again.IsRestored, $"{how.Method.Name} {file}: {string.Join("; ", again.Logged.Lines)}");
                AssertSame(again, records, random);
            }
        }
        void Cut(string path)
        {
            using var stream = File.OpenWrite(path);
            stream.SetLength(random.NextInt64(stream.Length));
        }
        void Flip(string path)
        {
            var content = File.ReadAllBytes(path);
            content[random.Next(content.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, content);
        }
    }

    [Fact]
    public async Task A_checkpoint_of_another_way_of_the_journal_is_passed_over()
    {
        var records = OrderScript.Make(seed: 8, 2_000).ToArray();
        using (var started = _folder.Start()) await started.AppendAsync(records[..500]);
        using var older = _folder.Copy();
        using (var started = _folder.Start()) await started.AppendAsync(records[500..1_000]);
        // Of the same store, with other records in the same places.
        StoredRecord[] other = [.. records[..500], .. records[500..].Where(r => r.Market is not null)];
        using (var started = older.Start()) await started.AppendAsync(other[500..]);
        Directory.Delete(older.Index, recursive: true);
        CopyAll(_folder.Index, Directory.CreateDirectory(older.Index).FullName);
        using var mixed = older.Start();
        Assert.False(mixed.IsRestored);
        Assert.Equal(1, mixed.Warnings);
        AssertSame(mixed, other, new Random(8));
    }

    [Fact]
    public async Task A_checkpoint_ahead_of_the_acknowledged_end_is_passed_over()
    {
        var records = OrderScript.Make(seed: 9, 1_000).ToArray();
        using (var started = _folder.Start()) await started.AppendAsync(records[..500]);
        using var older = _folder.Copy();
        using (var started = _folder.Start()) await started.AppendAsync(records[500..]);
        Directory.Delete(older.Index, recursive: true);
        CopyAll(_folder.Index, Directory.CreateDirectory(older.Index).FullName);
        using var mixed = older.Start();
        Assert.Equal((false, 1), (mixed.IsRestored, mixed.Warnings));
        AssertSame(mixed, records[..500], new Random(9));
    }

    [Fact]
    public async Task A_checkpoint_of_a_newer_format_is_refused_by_name()
    {
        using (var started = _folder.Start()) await started.AppendAsync(OrderScript.Make(seed: 10, 100));
        var content = File.ReadAllBytes(_folder.Checkpoint);
        content[7]++;
        BitConverter.TryWriteBytes(content.AsSpan(^8..), XxHash3.HashToUInt64(content.AsSpan(..^8)));
        File.WriteAllBytes(_folder.Checkpoint, content);
        var e = Assert.Throws<DataFolderException>(() => _folder.Start());
        Assert.Contains(
            $"{_folder.Checkpoint} was written by a newer version of TradingOps", e.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllBytes(_folder.Checkpoint));
    }

    [Fact]
    public async Task A_checkpoint_of_an_earlier_format_is_passed_over()
    {
        var records = OrderScript.Make(seed: 10, 500).ToArray();
        using (var started = _folder.Start()) await started.AppendAsync(records);
        var content = File.ReadAllBytes(_folder.Checkpoint);
        content[7]--;
        BitConverter.TryWriteBytes(content.AsSpan(^8..), XxHash3.HashToUInt64(content.AsSpan(..^8)));
        File.WriteAllBytes(_folder.Checkpoint, content);
        using var again = _folder.Start();
        Assert.Equal((false, 1), (again.IsRestored, again.Warnings));
        AssertSame(again, records, new Random(10));
    }

    [Fact]
    public async Task A_checkpoint_of_another_store_is_refused_by_name()
    {
        using var other = new IndexedFolder();
        foreach (var folder in new[] { _folder, other })
            using (var started = folder.Start())
                await started.AppendAsync(OrderScript.Make(seed: 10, 100));
        File.Copy(other.Checkpoint, _folder.Checkpoint, overwrite: true);
        var e = Assert.Throws<DataFolderException>(() => _folder.Start());
        Assert.Contains("belongs to another store", e.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// If this fails, what a checkpoint holds has changed: count <see cref="IndexCheckpoint.Newest"/> up, so that a checkpoint of
    /// before is passed over and not misread, and put the new sum here.
    /// </summary>
    [Fact]
    public void The_layout_of_a_checkpoint_is_that_of_its_format()
    {
        // One account and one market, so that no order of a dictionary shows.
        var records = new List<StoredRecord>();
        var market = new Market("AAPL");
        foreach (var side in new[] { Side.Sell, Side.Buy })
            records.Add(new("AAPL", market.Enter(MarketScripts.Limit(side, 100, 2), "a", $"{side}"), null));
        records.Add(OrderScript.Denied("a", 1, "denied-1"));
        using var scratch = new ScratchStore(Path.GetTempPath(), TimeSpan.FromSeconds(1), NullLogger.Instance);
        var index = new OrderIndex(InstrumentCatalogue.CopyDefault(), scratch, recent: 100, seed: 1);
        foreach (var record in records) index.Apply(record);
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true)) index.WriteTo(writer);
        // And every kind of an order, in their rows.
        foreach (var record in OrderScript.Make(seed: 1, 300))
            if (record.Market is { } entered)
                foreach (var order in OrderState.From(record.Owner, entered))
                    using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true)) order.WriteTo(writer);
        var sum = $"{content.Length} {XxHash3.HashToUInt64(content.ToArray()):x16}";
        Assert.Equal((3, "20517 950e287cbdf204da"), (IndexCheckpoint.Newest, sum));
    }

    [Fact]
    public async Task The_catalogue_is_where_it_was()
    {
        var instrument = InstrumentCatalogue.Default["AAPL"] with { MaxQuantity = 12_345 };
        using (var started = _folder.Start())
        {
            var stream = await started.Journal.OpenAsync(JournalStreams.Catalogue, default);
            await stream.AppendAsync(1, InstrumentJson.Encode(new(1, 1, "test", instrument with { MaxQuantity = 1 })));
            await stream.AppendAsync(2, InstrumentJson.Encode(new(2, 2, "test", instrument)));
        }
        var catalogue = InstrumentCatalogue.CopyDefault();
        using var again = _folder.Start(catalogue: catalogue);
        Assert.True(again.IsRestored);
        Assert.Equal((2, 12_345), (catalogue.Version, catalogue["AAPL"].MaxQuantity));
    }

    private static void CopyAll(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    /// <summary>The first records that are in a journal, in the order in which they were appended.</summary>
    private static StoredRecord[] InOrder(IndexedFolder.Started started, StoredRecord[] records, int count)
    {
        var left = new Dictionary<string, long>(StringComparer.Ordinal);
        var first = new List<StoredRecord>();
        foreach (var record in records)
        {
            var name = record.Market is null ? JournalStreams.Account(record.Owner) : JournalStreams.Book(record.Owner);
            if (!left.TryGetValue(name, out var more)) more = started.Journal.IndexOf(name).LastSequence;
            left[name] = more - 1;
            if (more > 0) first.Add(record);
        }
        Assert.Equal(count, first.Count);
        return [.. first];
    }

    internal static void AssertSame(IndexedFolder.Started started, StoredRecord[] records, Random random)
    {
        var naive = new NaiveOrders();
        foreach (var record in records) naive.Apply(record);
        OrderIndexTests.AssertSame(started.Orders, naive);
        if (!naive.OrderIds.Any()) return;
        for (var i = 0; i < 50; i++) OrderIndexTests.AssertSameAnswer(started.Orders, naive, random);
        foreach (var account in OrderScript.Accounts)
            Assert.Equal(naive.SymbolsOf(account).Order(), started.Orders.ListSymbols(account).Order());
    }

    /// <summary>Every record of every stream, from the places that the checkpoint has.</summary>
    internal static async Task AssertReadAsync(IndexedFolder.Started started, StoredRecord[] records)
    {
        foreach (var group in records.Where(r => r.Market is not null).GroupBy(r => r.Owner))
        {
            var sequences = new List<long>();
            await foreach (var stored in started.Journal.ReadAsync(JournalStreams.Book(group.Key), 1, default))
                sequences.Add(MarketRecordCodec.Decode(stored.Payload).Sequence);
            Assert.Equal(group.Select(r => r.Market!.Sequence), sequences);
        }
        Assert.Contains(records, r => r.Market?.Events.Any(e => e.Kind == BookEventKind.Traded) == true);
    }
}
