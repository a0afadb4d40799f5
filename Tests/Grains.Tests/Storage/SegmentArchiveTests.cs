using System.IO.Compression;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;
using TradingOps.Silo.Storage;
using TradingOps.Silo.Storage.Embedded;
using TradingOps.Silo.Storage.Embedded.Archive;

namespace TradingOps.Grains.Tests.Storage;

/// <summary>Archived segments count as present: everything is answered from them, or with an error that says why not.</summary>
public sealed class SegmentArchiveTests : IDisposable
{
    private const int SegmentBytes = 8 * 1024;

    private readonly IndexedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(8 * 1024)]
    [InlineData(300 * 1024)]
    public async Task An_archived_store_answers_everything_as_before(int segmentBytes)
    {
        var records = OrderScript.Make(seed: 21, 6_000).ToArray();
        Assert.True(await _folder.ArchiveAsync(records, segmentBytes) >= 2);
        for (var start = 0; start < 2; start++)
        {
            using (var started = _folder.Start(segmentBytes))
            {
                Assert.Equal(start == 0, started.IsRestored);
                IndexCheckpointTests.AssertSame(started, records, new Random(start));
                await IndexCheckpointTests.AssertReadAsync(started, records);
                await AssertTradesAsync(started, records);
            }
            // Then from the first record on.
            Directory.Delete(_folder.Index, recursive: true);
        }
    }

    [Fact]
    public async Task An_archive_file_is_a_gzip_file_of_the_segment()
    {
        using (var started = _folder.Start(SegmentBytes)) await started.AppendAsync(OrderScript.Make(seed: 22, 1_000));
        var segments = Directory.GetFiles(_folder.Journal).ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes);
        using (var started = _folder.Start(SegmentBytes)) Assert.True(started.ArchiveAll() > 2);
        foreach (var path in Directory.GetFiles(_folder.Archive))
        {
            using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            using var content = new MemoryStream();
            file.CopyTo(content);
            var name = Path.GetFileNameWithoutExtension(path);
            Assert.Equal(segments[name], content.ToArray());
            Assert.False(File.Exists(Path.Combine(_folder.Journal, name)));
        }
    }

    [Fact]
    public async Task A_segment_that_is_put_back_replaces_its_archive_file()
    {
        var records = OrderScript.Make(seed: 23, 1_000).ToArray();
        Assert.True(await _folder.ArchiveAsync(records, SegmentBytes) > 2);
        var path = Directory.GetFiles(_folder.Archive).Order(StringComparer.Ordinal).First();
        using (var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress))
        using (var segment = File.Create(Path.Combine(_folder.Journal, Path.GetFileNameWithoutExtension(path))))
            file.CopyTo(segment);
        File.Delete(path);
        using var started = _folder.Start(SegmentBytes);
        await IndexCheckpointTests.AssertReadAsync(started, records);
        Assert.Equal(1, started.ArchiveAll());
        await IndexCheckpointTests.AssertReadAsync(started, records);
    }

    [Fact]
    public async Task Only_old_segments_before_a_checkpoint_are_archived()
    {
        using (var started = _folder.Start(SegmentBytes)) await started.AppendAsync(OrderScript.Make(seed: 24, 1_000));
        var segments = Directory.GetFiles(_folder.Journal).Order(StringComparer.Ordinal).ToArray();
        var now = DateTimeOffset.UtcNow;
        foreach (var segment in segments[..2]) File.SetLastWriteTimeUtc(segment, now.AddHours(-3).UtcDateTime);
        using (var started = _folder.Start(SegmentBytes))
        {
            Assert.True(started.Journal.ArchiveNext(now.AddHours(-2)));
            Assert.True(started.Journal.ArchiveNext(now.AddHours(-2)));
            Assert.False(started.Journal.ArchiveNext(now.AddHours(-2)));
            Assert.Equal(segments.Length - 3, started.ArchiveAll());
            var size = started.Journal.Size;
            Assert.Equal(segments.Length - 1, size.Archived);
            Assert.Equal(new FileInfo(segments[^1]).Length, size.Bytes);
            Assert.Equal(Directory.GetFiles(_folder.Archive).Sum(f => new FileInfo(f).Length), size.ArchivedBytes);
        }
        // Without a checkpoint a start reads all of them: none leaves the folder.
        using var other = new JournalFolder();
        await other.AppendAsync(400);
        using var journal = other.Open();
        Assert.False(journal.ArchiveNext(DateTimeOffset.MaxValue));
    }

    [Fact]
    public async Task Records_of_a_missing_archive_file_are_never_answered_as_unknown()
    {
        var records = OrderScript.Make(seed: 25, 3_000).ToArray();
        Assert.True(await _folder.ArchiveAsync(records, SegmentBytes) > 4);
        var away = _folder.Archive + ".away";
        Directory.Move(_folder.Archive, away);
        using (var started = _folder.Start(SegmentBytes))
        {
            Assert.True(started.IsRestored);
            Assert.Contains(started.Logged.Lines, l => l.Contains("the archived segments 1 to ", StringComparison.Ordinal));
            // Orders are answered from the index, and go on.
            IndexCheckpointTests.AssertSame(started, records, new Random(1));
            var queries = Queries(started);
            var id = OrderIds.FormatTrade("AAPL", FirstTrade(records), 1);
            var find = await Assert.ThrowsAsync<TradingUnavailableException>(
                async () => await queries.FindTradeAsync(id, default));
            Assert.Equal(TradingError.ArchiveMissing, find.Code);
            Assert.Contains(_folder.Archive, find.Message, StringComparison.Ordinal);
            var list = await Assert.ThrowsAsync<TradingUnavailableException>(
                async () => await queries.ListTradesAsync(new() { OldestFirst = true }, default));
            Assert.Equal(TradingError.ArchiveMissing, list.Code);
            var read = await Assert.ThrowsAsync<TradingUnavailableException>(async () => await ReadAllAsync(started.Journal));
            Assert.Equal(TradingError.ArchiveMissing, read.Code);
            // Put back while it runs.
            Directory.Move(away, _folder.Archive);
            Assert.NotNull(await queries.FindTradeAsync(id, default));
        }
        Directory.Delete(_folder.Index, recursive: true);
        foreach (var number in new[] { 1, 3, 4 }) File.Delete(Path.Combine(_folder.Archive, ArchiveFile.NameOf(number)));
        var e = Assert.Throws<DataFolderException>(() => _folder.Start(SegmentBytes));
        Assert.StartsWith($"the archived segments 1, 3 to 4 of the journal are not in {_folder.Archive} ", e.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_archive_file_gives_its_records_or_an_error()
    {
        var records = OrderScript.Make(seed: 26, 400).ToArray();
        Assert.True(await _folder.ArchiveAsync(records, SegmentBytes) > 1);
        var path = Directory.GetFiles(_folder.Archive).Order(StringComparer.Ordinal).First();
        var whole = File.ReadAllBytes(path);
        var (random, refused) = (new Random(26), 0);
        for (var i = 0; i < 120; i++)
        {
            var damaged = whole.ToArray();
            if (i % 6 == 0) damaged = damaged[..random.Next(damaged.Length)];
            else damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, damaged);
            using var started = _folder.Start(SegmentBytes);
            try
            {
                await IndexCheckpointTests.AssertReadAsync(started, records);
            }
            catch (JournalException e)
            {
                Assert.Equal(TradingError.ArchiveDamaged, e.Code);
                Assert.Contains(path, e.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.True(refused > 100, $"{refused}");
        Directory.Delete(_folder.Index, recursive: true);
        File.WriteAllBytes(path, whole[..^5]);
        var refusal = Assert.Throws<DataFolderException>(() => _folder.Start(SegmentBytes));
        Assert.Contains($"{path}, the archived segment 1, is damaged", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_segment_is_not_archived()
    {
        using (var started = _folder.Start(SegmentBytes)) await started.AppendAsync(OrderScript.Make(seed: 27, 1_000));
        var path = Path.Combine(_folder.Journal, Segment.NameOf(2));
        var content = File.ReadAllBytes(path);
        content[content.Length / 2] ^= 1;
        File.WriteAllBytes(path, content);
        using var again = _folder.Start(SegmentBytes);
        Assert.True(again.Journal.ArchiveNext(DateTimeOffset.MaxValue));
        var e = Assert.Throws<CorruptJournalException>(() => again.ArchiveAll());
        Assert.True(EmbeddedJournal.IsArchiveFailure(e));
        Assert.Equal(path, e.File);
        Assert.Equal(content, File.ReadAllBytes(path));
    }

    [Fact]
    public async Task The_list_is_read_from_the_archive_if_it_is_gone()
    {
        var records = OrderScript.Make(seed: 28, 1_000).ToArray();
        var count = await _folder.ArchiveAsync(records, SegmentBytes);
        File.Delete(_folder.ArchiveList);
        using (var started = _folder.Start(SegmentBytes))
        {
            Assert.True(started.IsRestored);
            await IndexCheckpointTests.AssertReadAsync(started, records);
            Assert.Equal(count, started.Journal.Size.Archived);
        }
        // It is written again, whole.
        using (var started = _folder.Start(SegmentBytes)) Assert.Equal(count, started.Journal.Size.Archived);
        Assert.True(File.Exists(_folder.ArchiveList));
        File.Delete(_folder.ArchiveList);
        Directory.Delete(_folder.Archive, recursive: true);
        var e = Assert.Throws<CorruptJournalException>(() => _folder.Start(SegmentBytes));
        Assert.Contains("segment 1 is missing", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_is_damaged_newer_or_foreign_is_refused_by_name()
    {
        await _folder.ArchiveAsync(OrderScript.Make(seed: 29, 1_000), SegmentBytes);
        var list = File.ReadAllBytes(_folder.ArchiveList);
        AssertRefused("fails its check", c => c[40] ^= 1);
        AssertRefused("was written by a newer version", c => Sum(c, 7, (byte)'2'));
        AssertRefused("belongs to another store", c => Sum(c, 8, (byte)~c[8]));
        File.WriteAllBytes(_folder.ArchiveList, list);
        _folder.Start(SegmentBytes).Dispose();

        void AssertRefused(string text, Action<byte[]> change)
        {
            var changed = list.ToArray();
            change(changed);
            File.WriteAllBytes(_folder.ArchiveList, changed);
            var e = Assert.ThrowsAny<Exception>(() => _folder.Start(SegmentBytes));
            Assert.Contains(text, e.Message, StringComparison.Ordinal);
            Assert.Contains(_folder.ArchiveList, e.Message, StringComparison.Ordinal);
        }
        static void Sum(byte[] content, int at, byte value)
        {
            content[at] = value;
            StoreFormat.WriteSum(content);
        }
    }

    [Fact]
    public async Task Nothing_is_archived_where_the_archive_is_not_mounted()
    {
        using (var started = _folder.Start(SegmentBytes)) await started.AppendAsync(OrderScript.Make(seed: 35, 1_000));
        using var again = _folder.Start(SegmentBytes);
        Assert.True(again.Journal.ArchiveNext(DateTimeOffset.MaxValue));
        Directory.Move(_folder.Archive, _folder.Archive + ".away");
        var e = Assert.Throws<DataFolderException>(() => again.ArchiveAll());
        Assert.Contains("which was archived last, is not there", e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Archive));
        Directory.Move(_folder.Archive + ".away", _folder.Archive);
        Assert.True(again.ArchiveAll() > 1);
    }

    [Fact]
    public async Task An_archive_that_another_store_uses_is_not_written_over()
    {
        using var other = new IndexedFolder();
        var shared = Directory.CreateTempSubdirectory("tradingops-archive-").FullName;
        foreach (var folder in new[] { _folder, other })
            using (var started = folder.Start(SegmentBytes, archive: shared))
                await started.AppendAsync(OrderScript.Make(seed: 30, 1_000));
        using (var started = _folder.Start(SegmentBytes, archive: shared)) Assert.True(started.ArchiveAll() > 2);
        using (var started = other.Start(SegmentBytes, archive: shared))
        {
            var e = Assert.Throws<DataFolderException>(() => started.ArchiveAll());
            Assert.Contains("belongs to another store", e.Message, StringComparison.Ordinal);
        }
        Directory.Delete(shared, recursive: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("journal")]
    [InlineData("index/archive")]
    [InlineData("snapshots")]
    public async Task An_archive_among_files_of_the_store_is_refused(string name)
    {
        using (var started = _folder.Start()) await started.AppendAsync(OrderScript.Make(seed: 31, 10));
        var path = Path.Combine(_folder.Root, name);
        var e = Assert.Throws<DataFolderException>(() => _folder.Start(archive: path));
        Assert.StartsWith($"Storage:Embedded:Retention:Archive is '{path}'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readers_see_every_record_while_segments_are_archived()
    {
        var records = OrderScript.Make(seed: 32, 6_000).ToArray();
        using (var started = _folder.Start(SegmentBytes)) await started.AppendAsync(records);
        using var again = _folder.Start(SegmentBytes);
        var archiving = Task.Run(again.ArchiveAll);
        do await IndexCheckpointTests.AssertReadAsync(again, records);
        while (!archiving.IsCompleted);
        Assert.True(await archiving > 10);
        await IndexCheckpointTests.AssertReadAsync(again, records);
    }

    [Fact]
    public async Task Open_files_do_not_grow_with_the_history()
    {
        if (!OperatingSystem.IsLinux()) return;
        var records = OrderScript.Make(seed: 33, 12_000).ToArray();
        using (var started = _folder.Start(SegmentBytes)) await started.AppendAsync(records);
        using var again = _folder.Start(SegmentBytes);
        Assert.True(Directory.GetFiles(_folder.Journal).Length > 60);
        await IndexCheckpointTests.AssertReadAsync(again, records);
        var tail = Directory.GetFiles(_folder.Journal).Max(StringComparer.Ordinal)!;
        string[] held = [tail, Path.Combine(_folder.Root, "journal.end"), Path.Combine(_folder.Root, "lock")];
        AssertOpen();
        Assert.True(again.ArchiveAll() > 60);
        await IndexCheckpointTests.AssertReadAsync(again, records);
        AssertOpen();

        void AssertOpen()
        {
            var open = Directory.GetFiles("/proc/self/fd").Select(fd => new FileInfo(fd).LinkTarget ?? "")
                .Where(target => target.StartsWith(_folder.Root + "/", StringComparison.Ordinal)).ToLookup(
                    target => target.StartsWith(_folder.Index + "/", StringComparison.Ordinal));
            Assert.Equal(held.Order(), open[false].Order());
            // Runs of client order ids are merged, four into one.
            Assert.InRange(open[true].Count(), 1, 24);
        }
    }

    [Fact]
    public async Task A_loss_that_reaches_the_archive_is_accepted()
    {
        var records = OrderScript.Make(seed: 34, 2_000).ToArray();
        var archived = await _folder.ArchiveAsync(records, SegmentBytes);
        foreach (var path in Directory.GetFiles(_folder.Journal)) File.Delete(path);
        Directory.Delete(_folder.Index, recursive: true);
        Assert.Throws<CorruptJournalException>(() => _folder.Start(SegmentBytes));
        var e = Assert.Throws<DataFolderException>(() => LossAcceptance.Accept(_folder.Root, null));
        var batch = long.Parse(e.Message.Split("--batch ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        LossAcceptance.Accept(_folder.Root, batch);
        using var started = _folder.Start(SegmentBytes);
        Assert.Equal(archived - 1, started.Journal.Size.Archived);
        await ReadAllAsync(started.Journal);
    }

    private static EmbeddedOrderQueries Queries(IndexedFolder.Started started) =>
        new(started.Orders, started.Journal, InstrumentCatalogue.Default);

    private static long FirstTrade(StoredRecord[] records) => records.First(r => r.Owner == "AAPL"
        && r.Market?.Events.Any(e => e.Kind == BookEventKind.Traded) == true).Market!.Sequence;

    private static async Task ReadAllAsync(EmbeddedJournal journal)
    {
        foreach (var stream in await journal.ListStreamsAsync("", default))
        {
            var sequence = 0L;
            await foreach (var record in journal.ReadStreamAsync(stream, 1, default)) Assert.Equal(++sequence, record.Sequence);
            Assert.Equal(journal.IndexOf(stream).LastSequence, sequence);
        }
    }

    private static async Task AssertTradesAsync(IndexedFolder.Started started, StoredRecord[] records)
    {
        var queries = Queries(started);
        var page = await queries.ListTradesAsync(new() { OldestFirst = true, Symbol = "AAPL", Limit = 50 }, default);
        Assert.Equal(OrderIds.FormatTrade("AAPL", FirstTrade(records), 1), page.Trades[0].Id);
        Assert.Equal(50, page.Trades.Length);
    }
}
