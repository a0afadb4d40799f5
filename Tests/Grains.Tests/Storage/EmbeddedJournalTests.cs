using Microsoft.Extensions.Logging.Abstractions;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Journaling;
using TradingOps.Silo.Storage;
using TradingOps.Silo.Storage.Embedded;
using TradingOps.Silo.Storage.Embedded.Scratch;

namespace TradingOps.Grains.Tests.Storage;

public sealed class EmbeddedJournalTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tradingops-journal-");
    private readonly ScratchStore _scratch = new(Path.GetTempPath(), TimeSpan.FromSeconds(1), NullLogger.Instance);

    public void Dispose()
    {
        _scratch.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_was_appended_is_read_after_a_restart()
    {
        await AppendAsync(("a", 3), ("b", 2), ("a", 2));
        using var journal = Open();
        Assert.Equal(["a:1", "a:2", "a:3", "a:4", "a:5"], await ReadAsync(journal, "a", 1));
        Assert.Equal(["a:4", "a:5"], await ReadAsync(journal, "a", 4));
        Assert.Equal(["b:1", "b:2"], await ReadAsync(journal, "b", 1));
        Assert.Empty(await ReadAsync(journal, "c", 1));
        Assert.Equal(["a", "b"], (await journal.ListStreamsAsync("", default)).Order());
    }

    [Fact]
    public async Task A_folder_is_held_whatever_becomes_of_its_files_and_name()
    {
        await AppendAsync(("a", 1));
        using (Open())
        {
            File.Delete(Path.Combine(_folder.FullName, "lock"));
            var error = Assert.Throws<DataFolderException>(() => Open());
            Assert.Contains("in use by another process", error.Message, StringComparison.Ordinal);
            var (name, other) = (_folder.FullName, _folder.FullName + "-moved");
            Directory.Move(name, other);
            Assert.Throws<DataFolderException>(() => DataFolder.Open(other));
            Directory.Move(other, name);
        }
        using var journal = Open();
        Assert.Equal(["a:1"], await ReadAsync(journal, "a", 1));
    }

    [Fact]
    public async Task Small_segments_are_as_good_as_a_large_one()
    {
        using (var journal = Open(segmentBytes: 4096))
        {
            var stream = await journal.OpenAsync("a", default);
            for (var i = 1; i <= 500; i++) await stream.AppendAsync(i, Payload("a", i));
        }
        Assert.True(Segments().Length > 3);
        using var again = Open(segmentBytes: 4096);
        Assert.Equal(Enumerable.Range(1, 500).Select(i => $"a:{i}"), await ReadAsync(again, "a", 1));
    }

    [Fact]
    public async Task Of_two_holds_on_a_stream_only_one_goes_on()
    {
        using var journal = Open();
        var (first, second) = (await journal.OpenAsync("a", default), await journal.OpenAsync("a", default));
        await first.AppendAsync(1, Payload("a", 1));
        await Assert.ThrowsAsync<JournalConflictException>(() => second.AppendAsync(1, Payload("a", 1)));
        // It stays out, even with the sequence that would be free.
        await Assert.ThrowsAsync<JournalException>(() => second.AppendAsync(2, Payload("a", 2)));
        await first.AppendAsync(2, Payload("a", 2));
        Assert.Equal(["a:1", "a:2"], await ReadAsync(journal, "a", 1));
    }

    [Fact]
    public async Task Every_torn_end_is_cut_and_the_rest_is_there()
    {
        await AppendAsync(("a", 3));
        var end = File.ReadAllBytes(JournalEnd);
        await AppendAsync(("a", 1));
        var whole = File.ReadAllBytes(Segments()[0]);
        var frame = (whole.Length - SegmentHeader.NewestLength) / 4;
        for (var cut = 1; cut < frame; cut++)
        {
            foreach (var segment in Segments().Skip(1)) File.Delete(segment);
            // The process ended before it acknowledged the last record.
            File.WriteAllBytes(JournalEnd, end);
            File.WriteAllBytes(Segments()[0], whole[..^cut]);
            using var journal = Open();
            Assert.Equal(["a:1", "a:2", "a:3"], await ReadAsync(journal, "a", 1));
            Assert.Equal(whole.Length - frame, new FileInfo(Segments()[0]).Length);
        }
    }

    [Fact]
    public async Task A_flipped_byte_before_the_last_batch_stops_the_start()
    {
        await AppendAsync(("a", 3));
        var whole = File.ReadAllBytes(Segments()[0]);
        var frame = (whole.Length - SegmentHeader.NewestLength) / 3;
        for (var at = 0; at < whole.Length - frame; at++)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= 0x40;
            File.WriteAllBytes(Segments()[0], damaged);
            var error = Assert.Throws<CorruptJournalException>(() => Open().Dispose());
            Assert.Equal(Segments()[0], error.File);
            const int Header = SegmentHeader.NewestLength;
            Assert.Equal(at < Header ? 0 : Header + (at - Header) / frame * frame, error.Offset);
            Assert.Equal(damaged, File.ReadAllBytes(Segments()[0]));
        }
    }

    [Fact]
    public async Task A_torn_batch_with_a_hole_was_never_acknowledged_and_is_cut()
    {
        await AppendAsync(("a", 1));
        var acknowledged = File.ReadAllBytes(Segments()[0]);
        // A batch of three whose first page never reached the disk.
        var batch = Batch(2, firstSequence: 2);
        batch[5] ^= 0xFF;
        File.WriteAllBytes(Segments()[0], [.. acknowledged, .. batch]);
        using var journal = Open();
        Assert.Equal(["a:1"], await ReadAsync(journal, "a", 1));
        Assert.Equal(acknowledged, File.ReadAllBytes(Segments()[0]));
    }

    [Fact]
    public async Task Two_torn_ends_in_a_row_are_both_cut()
    {
        await AppendAsync(("a", 1));
        var tail = () => Segments()[^1];
        // The first crash leaves one record of a batch of three, the second a batch of three without its first page.
        File.AppendAllBytes(tail(), Batch(2, firstSequence: 2)[..^5]);
        using (var journal = Open()) Assert.Equal(["a:1", "a:2", "a:3"], await ReadAsync(journal, "a", 1));
        var holed = Batch(3, firstSequence: 4);
        holed[5] ^= 0xFF;
        File.AppendAllBytes(tail(), holed);
        using var again = Open();
        Assert.Equal(["a:1", "a:2", "a:3"], await ReadAsync(again, "a", 1));
    }

    [Fact]
    public async Task A_snapshot_ahead_of_the_journal_stops_the_start()
    {
        await AppendAsync(("a", 2));
        var end = File.ReadAllBytes(JournalEnd);
        await AppendAsync(("a", 1));
        using (var journal = Open())
        {
            var stream = await journal.OpenAsync("a", default);
            await stream.SaveSnapshotAsync(3, "state"u8.ToArray(), default);
        }
        File.WriteAllBytes(JournalEnd, end);
        using (var file = File.OpenWrite(Segments()[0])) file.SetLength(file.Length - 3);
        var length = new FileInfo(Segments()[0]).Length;
        var error = Assert.Throws<CorruptJournalException>(() => Open().Dispose());
        Assert.Contains("lost records", error.Message, StringComparison.Ordinal);
        Assert.Equal(length, new FileInfo(Segments()[0]).Length);
    }

    [Fact]
    public async Task A_checkpoint_that_has_seen_a_lost_market_record_stops_the_start()
    {
        using (var journal = Open())
        {
            var stream = await journal.OpenAsync("account/b", default);
            var opened = new AccountRecord { Sequence = 1, Time = 1, Kind = AccountRecordKind.Opened, Amount = 5 };
            await stream.AppendAsync(1, AccountJson.Encode(opened));
            var checkpoint = new Account("b").ToCheckpoint() with
            {
                Cursors = new Dictionary<string, MarketCursor> { ["AAPL"] = new(2, 2) },
            };
            await stream.SaveSnapshotAsync(1, AccountJson.Encode(checkpoint), default);
        }
        var error = Assert.Throws<CorruptJournalException>(() => Open().Dispose());
        Assert.Contains("record 2 of book/AAPL", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_that_is_only_read_is_left_as_it_is()
    {
        await AppendAsync(("a", 1));
        var end = File.ReadAllBytes(JournalEnd);
        await AppendAsync(("a", 1));
        File.WriteAllBytes(JournalEnd, end);
        using (var file = File.OpenWrite(Segments()[0])) file.SetLength(file.Length - 3);
        var before = File.ReadAllBytes(Segments()[0]);
        using (var journal = Open(isReadOnly: true)) Assert.Equal(["a:1"], await ReadAsync(journal, "a", 1));
        Assert.Equal(before, File.ReadAllBytes(Assert.Single(Segments())));
        Assert.Equal(end, File.ReadAllBytes(JournalEnd));
    }

    [Fact]
    public async Task A_missing_segment_stops_the_start()
    {
        using (var journal = Open(segmentBytes: 4096))
        {
            var stream = await journal.OpenAsync("a", default);
            for (var i = 1; i <= 500; i++) await stream.AppendAsync(i, Payload("a", i));
        }
        File.Delete(Segments()[1]);
        Assert.Contains("segment 2 is missing", Assert.Throws<CorruptJournalException>(() => Open().Dispose()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_is_read_back_and_a_damaged_one_is_passed_over()
    {
        await AppendAsync(("a", 2));
        using (var journal = Open())
        {
            var stream = await journal.OpenAsync("a", default);
            Assert.Null(await stream.LoadSnapshotAsync(default));
            await stream.SaveSnapshotAsync(2, "state"u8.ToArray(), default);
            var snapshot = await stream.LoadSnapshotAsync(default);
            Assert.Equal(2, snapshot!.Sequence);
            Assert.Equal("state"u8.ToArray(), snapshot.State.ToArray());
        }
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_folder.FullName, "snapshots")));
        var content = File.ReadAllBytes(file);
        content[^1] ^= 1;
        File.WriteAllBytes(file, content);
        using var again = Open();
        Assert.Null(await (await again.OpenAsync("a", default)).LoadSnapshotAsync(default));
    }

    [Fact]
    public void A_folder_is_held_by_one_process_at_a_time()
    {
        using var first = Open();
        Assert.Contains("in use", Assert.Throws<DataFolderException>(() => Open().Dispose()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Appends_of_many_streams_at_once_are_all_there_in_their_order()
    {
        using (var journal = Open())
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(async s =>
            {
                var stream = await journal.OpenAsync($"s{s}", default);
                var appends = new List<Task>();
                for (var i = 1; i <= 200; i++) appends.Add(stream.AppendAsync(i, Payload($"s{s}", i)));
                await Task.WhenAll(appends);
            }));
        }
        using var again = Open();
        for (var s = 0; s < 20; s++)
            Assert.Equal(Enumerable.Range(1, 200).Select(i => $"s{s}:{i}"), await ReadAsync(again, $"s{s}", 1));
    }

    private static ReadOnlyMemory<byte> Payload(string stream, long sequence) =>
        System.Text.Encoding.UTF8.GetBytes($"{stream}:{sequence}");

    private static async Task<List<string>> ReadAsync(IJournal journal, string stream, long from)
    {
        var read = new List<string>();
        await foreach (var record in journal.ReadAsync(stream, from, default)) read.Add(
            System.Text.Encoding.UTF8.GetString(record.Payload.Span));
        return read;
    }

    private async Task AppendAsync(params (string Stream, int Count)[] appends)
    {
        using var journal = Open();
        foreach (var (name, count) in appends)
        {
            var stream = await journal.OpenAsync(name, default);
            var last = (await ReadAsync(journal, name, 1)).Count;
            for (var i = last + 1; i <= last + count; i++) await stream.AppendAsync(i, Payload(name, i));
        }
    }

    private static byte[] Batch(long number, long firstSequence)
    {
        using var buffer = new MemoryStream();
        for (var i = 0; i < 3; i++)
            Frame.Write(buffer, number, 2 - i, "a", firstSequence + i, Payload("a", firstSequence + i).Span);
        return buffer.ToArray();
    }

    private string JournalEnd => Path.Combine(_folder.FullName, "journal.end");

    private string[] Segments() => [.. Directory.GetFiles(Path.Combine(_folder.FullName, "journal")).Order()];

    private EmbeddedJournal Open(int segmentBytes = 1 << 20, bool isReadOnly = false) => new(
        _folder.FullName, new() { SegmentBytes = segmentBytes },
        new OrderIndex(InstrumentCatalogue.Default, _scratch, recent: 8), _scratch, new JournalMetrics("test"),
        NullLogger<EmbeddedJournal>.Instance,
        isReadOnly);
}
