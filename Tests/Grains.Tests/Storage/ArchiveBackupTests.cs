using TradingOps.Grains.Journaling;
using TradingOps.Silo.Storage;
using TradingOps.Silo.Storage.Embedded;
using TradingOps.Silo.Storage.Embedded.Backups;

namespace TradingOps.Grains.Tests.Storage;

/// <summary>Backups of a store whose segments are archived, before, between and while they are made.</summary>
public sealed class ArchiveBackupTests : IDisposable
{
    private const int SegmentBytes = 8 * 1024;

    private static readonly DateTimeOffset At = new(2026, 1, 5, 14, 30, 0, TimeSpan.Zero);

    private readonly IndexedFolder _folder = new();
    private readonly IndexedFolder _restored = new();
    private readonly DirectoryInfo _backups = Directory.CreateTempSubdirectory("tradingops-backups-");
    private int _count;

    public void Dispose()
    {
        _folder.Dispose();
        _restored.Dispose();
        _backups.Delete(recursive: true);
    }

    [Fact]
    public async Task A_backup_of_an_archived_store_is_restored_whole()
    {
        var records = OrderScript.Make(seed: 51, 2_000).ToArray();
        Assert.True(await _folder.ArchiveAsync(records, SegmentBytes) > 4);
        Write();
        await AssertRestoredAsync(_restored, records);
        // The restored store archives for itself.
        using (var started = _restored.Start(SegmentBytes)) Assert.True(started.ArchiveAll() > 4);
        using var again = _restored.Start(SegmentBytes);
        await IndexCheckpointTests.AssertReadAsync(again, records);
    }

    [Fact]
    public async Task What_a_backup_has_is_not_read_from_the_archive()
    {
        var records = OrderScript.Make(seed: 52, 2_000).ToArray();
        using (var started = _folder.Start(SegmentBytes)) await started.AppendAsync(records[..1_000]);
        var first = Write();
        await _folder.ArchiveAsync(records[1_000..1_500], SegmentBytes);
        var second = Write();
        Assert.InRange(second.FilesCopied, 2, second.Files - first.Files + 3);
        using (var started = _folder.Start(SegmentBytes)) await started.AppendAsync(records[1_500..]);
        Directory.Delete(_folder.Archive, recursive: true);
        Write();
        await AssertRestoredAsync(_restored, records);
        // Into an empty folder all is needed.
        _backups.Delete(recursive: true);
        var e = Assert.Throws<BackupException>(() => Write());
        Assert.Contains("segment 1 of the journal is archived", e.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Archive, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_of_the_archive_goes_on_when_segments_are_put_back()
    {
        var records = OrderScript.Make(seed: 53, 1_000).ToArray();
        await _folder.ArchiveAsync(records, SegmentBytes);
        Write();
        BackupRestore.Restore(_backups.FullName, _restored.Root, RestorePoint.End);
        var made = BackupWriter.Write(_restored.Root, _backups.FullName, At.AddDays(1));
        Assert.Equal(2, made.FilesCopied);
    }

    [Fact]
    public async Task A_restore_to_a_point_within_the_archive_is_cut_there()
    {
        var records = OrderScript.Make(seed: 54, 2_000).ToArray();
        await _folder.ArchiveAsync(records, SegmentBytes);
        var made = Write();
        BackupRestore.Restore(_backups.FullName, _restored.Root, RestorePoint.End with { Batch = made.Batch / 3 });
        using var started = _restored.Start(SegmentBytes);
        var count = 0L;
        foreach (var stream in await started.Journal.ListStreamsAsync("", default))
        {
            var sequence = 0L;
            await foreach (var record in started.Journal.ReadStreamAsync(stream, 1, default))
                Assert.Equal(++sequence, record.Sequence);
            count += sequence;
        }
        Assert.InRange(count, made.Batch / 3, made.Batch * 16 / 3);
    }

    [Fact]
    public async Task Backups_made_while_segments_are_archived_are_whole()
    {
        var records = OrderScript.Make(seed: 55, 4_000).ToArray();
        using (var started = _folder.Start(SegmentBytes)) await started.AppendAsync(records);
        using var again = _folder.Start(SegmentBytes);
        var archiving = Task.Run(again.ArchiveAll);
        do
        {
            using var target = new IndexedFolder();
            var backups = Directory.CreateTempSubdirectory("tradingops-backups-");
            BackupWriter.Write(_folder.Root, backups.FullName, At);
            BackupRestore.Restore(backups.FullName, target.Root, RestorePoint.End);
            using (var restored = target.Start(SegmentBytes)) await IndexCheckpointTests.AssertReadAsync(restored, records);
            backups.Delete(recursive: true);
        }
        while (!archiving.IsCompleted);
        Assert.True(await archiving > 10);
    }

    [Fact]
    public async Task A_restored_store_does_not_write_over_the_archive_of_its_past()
    {
        var shared = Directory.CreateTempSubdirectory("tradingops-archive-").FullName;
        var records = OrderScript.Make(seed: 56, 2_000).ToArray();
        using (var started = _folder.Start(SegmentBytes)) await started.AppendAsync(records);
        var made = Write();
        using (var started = _folder.Start(SegmentBytes, archive: shared)) Assert.True(started.ArchiveAll() > 6);
        // It goes another way from a point in the middle of segment 2 on.
        BackupRestore.Restore(_backups.FullName, _restored.Root, RestorePoint.End with { Batch = made.Batch / 8 });
        using (var started = _restored.Start(SegmentBytes, archive: shared))
        {
            var stream = await started.Journal.OpenAsync("other", default);
            for (var i = 1; i <= 400; i++) await stream.AppendAsync(i, new byte[100]);
        }
        using (var started = _restored.Start(SegmentBytes, archive: shared))
        {
            var e = Assert.Throws<DataFolderException>(() => started.ArchiveAll());
            Assert.Contains("restored to an earlier point", e.Message, StringComparison.Ordinal);
        }
        using (var started = _folder.Start(SegmentBytes, archive: shared))
            await IndexCheckpointTests.AssertReadAsync(started, records);
        Directory.Delete(shared, recursive: true);
    }

    private async Task AssertRestoredAsync(IndexedFolder target, StoredRecord[] records)
    {
        BackupRestore.Restore(_backups.FullName, target.Root, RestorePoint.End);
        Assert.False(Directory.Exists(target.Archive));
        using var started = target.Start(SegmentBytes);
        Assert.False(started.IsRestored);
        await IndexCheckpointTests.AssertReadAsync(started, records);
    }

    private BackupResult Write() => BackupWriter.Write(_folder.Root, _backups.FullName, At.AddMinutes(_count++));
}
