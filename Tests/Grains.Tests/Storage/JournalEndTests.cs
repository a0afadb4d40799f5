using System.Buffers.Binary;
using Microsoft.Extensions.Logging.Abstractions;
using TradingOps.Silo.Storage.Embedded;

namespace TradingOps.Grains.Tests.Storage;

/// <summary>What the acknowledged end tells apart: a write that was torn, and acknowledged records that are gone.</summary>
public sealed class JournalEndTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Acknowledged_records_that_are_cut_off_at_any_place_are_missed()
    {
        await _folder.AppendAsync(4);
        var whole = File.ReadAllBytes(_folder.Segments[0]);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(_folder.Segments[0], whole[..length]);
            _folder.AssertRefused<CorruptJournalException>("acknowledged records are missing");
        }
        File.WriteAllBytes(_folder.Segments[0], whole);
        Assert.Equal(4, await _folder.CountAsync());
    }

    [Fact]
    public async Task A_flipped_byte_in_the_last_acknowledged_record_is_no_torn_write()
    {
        await _folder.AppendAsync(2);
        var content = File.ReadAllBytes(_folder.Segments[0]);
        content[^1] ^= 1;
        File.WriteAllBytes(_folder.Segments[0], content);
        _folder.AssertRefused<CorruptJournalException>("a record that was acknowledged fails its check");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    public async Task Segments_that_are_removed_from_the_end_are_missed(int count)
    {
        await _folder.AppendAsync(400);
        Assert.True(_folder.Segments.Length > 3);
        foreach (var segment in _folder.Segments.TakeLast(count)) File.Delete(segment);
        _folder.AssertRefused<CorruptJournalException>("acknowledged records are missing");
        if (count < int.MaxValue) return;
        Directory.Delete(_folder.Journal);
        Assert.Throws<CorruptJournalException>(() => _folder.Open().Dispose());
    }

    [Fact]
    public async Task A_missing_end_stops_the_start()
    {
        await _folder.AppendAsync(1);
        File.Delete(_folder.JournalEnd);
        _folder.AssertRefused<CorruptJournalException>("journal.end, which says what was acknowledged, is missing");
    }

    [Fact]
    public async Task One_lost_block_of_the_end_leaves_the_other()
    {
        const int Block = 4096;
        await _folder.AppendAsync(3);
        var end = File.ReadAllBytes(_folder.JournalEnd);
        for (var at = 0; at < end.Length; at += Block)
        {
            var torn = end.ToArray();
            torn.AsSpan(at, Math.Min(Block, end.Length - at)).Clear();
            File.WriteAllBytes(_folder.JournalEnd, torn);
            Assert.Equal(3, await _folder.CountAsync());
        }
        File.WriteAllBytes(_folder.JournalEnd, new byte[end.Length]);
        _folder.AssertRefused<CorruptJournalException>("no sound end");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void An_end_that_is_taken_back_leaves_the_one_before(long batch)
    {
        var before = new JournalEnd(Guid.NewGuid(), 1, 100, batch, 7);
        using var file = JournalEndFile.Create(_folder.JournalEnd, before, Disk.Real, NullLogger.Instance);
        file.Write(before with { Length = 200, Batch = batch + 1 });
        Assert.NotEqual(before, JournalEndFile.Read(_folder.JournalEnd));
        file.TakeBack(before);
        Assert.Equal(before, JournalEndFile.Read(_folder.JournalEnd));
    }

    [Fact]
    public async Task An_end_of_before_a_power_loss_takes_what_follows()
    {
        await _folder.AppendAsync(2);
        var end = File.ReadAllBytes(_folder.JournalEnd);
        await _folder.AppendAsync(200);
        File.WriteAllBytes(_folder.JournalEnd, end);
        Assert.Equal(202, await _folder.CountAsync());
        Assert.NotEqual(end, File.ReadAllBytes(_folder.JournalEnd));
    }

    [Fact]
    public async Task A_folder_of_an_earlier_version_is_guarded_after_its_first_start()
    {
        Directory.CreateDirectory(_folder.Journal);
        var header = "TOPSJRN1"u8.ToArray().Concat(new byte[8]).ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8), 1);
        using (var frames = new MemoryStream())
        {
            for (var i = 1; i <= 3; i++) Frame.Write(frames, i, 0, "a", i, "record"u8);
            File.WriteAllBytes(Path.Combine(_folder.Journal, "00000001.seg"), [.. header, .. frames.ToArray()]);
        }
        Assert.Equal(3, await _folder.CountAsync());
        // Nothing of the newest format is written into a segment of an earlier one.
        Assert.Equal(2, _folder.Segments.Length);
        Assert.StartsWith("TOPSJRN2", File.ReadAllText(_folder.Segments[1]), StringComparison.Ordinal);
        await _folder.AppendAsync(300);
        Assert.True(_folder.Segments.Length > 2);
        Assert.Equal(303, await _folder.CountAsync());
        var first = File.ReadAllBytes(_folder.Segments[0]);
        File.WriteAllBytes(_folder.Segments[0], first[..^10]);
        _folder.AssertRefused<CorruptJournalException>("a record that was acknowledged fails its check");
    }

    [Fact]
    public async Task A_segment_of_another_store_is_refused_by_name()
    {
        using var other = new JournalFolder();
        await _folder.AppendAsync(300);
        await other.AppendAsync(300);
        File.Copy(other.Segments[1], _folder.Segments[1], overwrite: true);
        var message = _folder.AssertRefused<DataFolderException>("belongs to another store");
        Assert.Contains(_folder.Segments[1], message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_of_another_store_is_refused_by_name()
    {
        using var other = new JournalFolder();
        foreach (var folder in new[] { _folder, other })
        {
            await folder.AppendAsync(1);
            await folder.SaveSnapshotAsync(1);
        }
        var file = Assert.Single(Directory.GetFiles(Path.Combine(other.Root, "snapshots")));
        File.Copy(file, Path.Combine(_folder.Root, "snapshots", Path.GetFileName(file)), overwrite: true);
        _folder.AssertRefused<DataFolderException>("belongs to another store");
    }

    [Fact]
    public async Task A_segment_of_a_copy_that_went_another_way_is_refused()
    {
        using var copy = new JournalFolder();
        await _folder.AppendAsync(10);
        _folder.CopyTo(copy);
        await _folder.AppendAsync(300);
        await copy.AppendAsync(300, "other");
        File.Copy(copy.Segments[1], _folder.Segments[1], overwrite: true);
        _folder.AssertRefused<CorruptJournalException>("a segment that follows on batch");
        File.Copy(copy.Segments[0], _folder.Segments[0], overwrite: true);
        _folder.AssertRefused<CorruptJournalException>("a segment that follows on batch");
    }

    [Fact]
    public async Task A_segment_under_another_number_is_refused()
    {
        await _folder.AppendAsync(300);
        File.Copy(_folder.Segments[0], _folder.Segments[1], overwrite: true);
        _folder.AssertRefused<CorruptJournalException>("segment 1 under the name of segment 2");
    }

    [Fact]
    public async Task Of_many_segments_one_is_held_open()
    {
        await _folder.AppendAsync(400);
        using var journal = _folder.Open();
        var segments = _folder.Segments;
        Assert.True(segments.Length > 3);
        await foreach (var record in journal.ReadAsync("a", 1, default)) Assert.NotEqual(0, record.Payload.Length);
        var open = Directory.GetFiles("/proc/self/fd").Select(f => new FileInfo(f).LinkTarget).Where(segments.Contains);
        Assert.Equal([segments[^1]], open);
        Assert.Equal(segments.Sum(s => new FileInfo(s).Length), journal.Size.Bytes);
    }

    [Fact]
    public async Task A_torn_write_behind_a_part_of_a_batch_is_cut_off()
    {
        await _folder.AppendAsync(4);
        _folder.AppendBatch(5, 5, 3, written: 2);
        Assert.Equal(6, await _folder.CountAsync());
        var record = _folder.AppendBatch(6, 7, 3);
        var path = _folder.Segments[^1];
        var content = File.ReadAllBytes(path);
        content[^(2 * record + 1)] ^= 1;
        File.WriteAllBytes(path, content);
        Assert.Equal(6, await _folder.CountAsync());
    }
}
