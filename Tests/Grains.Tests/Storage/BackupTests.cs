using TradingOps.Grains.Journaling;
using TradingOps.Silo.Storage.Embedded;
using TradingOps.Silo.Storage.Embedded.Backups;

namespace TradingOps.Grains.Tests.Storage;

public sealed class BackupTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 1, 5, 14, 30, 0, TimeSpan.Zero);

    private readonly JournalFolder _folder = new();
    private readonly JournalFolder _restored = new();
    private readonly DirectoryInfo _backups = Directory.CreateTempSubdirectory("tradingops-backups-");
    private int _count;

    public void Dispose()
    {
        _folder.Dispose();
        _restored.Dispose();
        _backups.Delete(recursive: true);
    }

    [Fact]
    public async Task Backups_during_writes_have_what_was_acknowledged_before_them()
    {
        using (var journal = _folder.Open())
        {
            var stream = await journal.OpenAsync("a", default);
            var sequence = 0L;
            for (var round = 1; round <= 5; round++)
            {
                for (var i = 0; i < 150; i++) await stream.AppendAsync(++sequence, new byte[30]);
                await stream.SaveSnapshotAsync(sequence, "state"u8.ToArray(), default);
                var (before, writing) = (sequence, WriteOnAsync(stream, sequence));
                var made = Write();
                sequence = await writing;
                Assert.InRange(made.Batch, before, sequence);
                using var restored = new JournalFolder();
                Restore(restored);
                Assert.Equal(made.Batch, await restored.CountAsync());
            }
        }
    }

    [Fact]
    public async Task Closed_segments_are_copied_once()
    {
        await _folder.AppendAsync(400);
        var first = Write();
        var segments = _folder.Segments.Length;
        Assert.Equal(first.Files, first.FilesCopied);
        await _folder.AppendAsync(1);
        var second = Write();
        Assert.Equal(first.Files, second.Files);
        Assert.Equal(segments - 1, second.Files - second.FilesCopied);
        Restore(_restored);
        Assert.Equal(401, await _restored.CountAsync());
    }

    [Fact]
    public async Task A_backup_that_was_not_completed_is_never_restored()
    {
        await _folder.AppendAsync(10);
        var first = Write();
        await _folder.AppendAsync(10);
        var second = Write();
        File.Delete(Path.Combine(second.Path, "manifest.json"));
        Restore(_restored);
        Assert.Equal(10, await _restored.CountAsync());
        File.Delete(Path.Combine(first.Path, "manifest.json"));
        using var other = new JournalFolder();
        var e = Assert.Throws<BackupException>(() => Restore(other));
        Assert.Contains("no complete backup", e.Message, StringComparison.Ordinal);
        // The next one removes what is left of them.
        Write();
        Assert.Single(_backups.GetDirectories("set-*"));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    public async Task Every_changed_file_is_named_and_the_copy_is_not_taken(int records)
    {
        await _folder.AppendAsync(records);
        await _folder.SaveSnapshotAsync(200);
        Write();
        var files = _backups.GetFiles("*", SearchOption.AllDirectories).Where(f => f.Name != "manifest.json").ToArray();
        Assert.True(files.Length > 3);
        foreach (var file in files)
        {
            var whole = File.ReadAllBytes(file.FullName);
            var changed = whole.ToArray();
            changed[changed.Length / 2] ^= 1;
            File.WriteAllBytes(file.FullName, changed);
            using var restored = new JournalFolder();
            var e = Assert.Throws<BackupException>(() => Restore(restored));
            Assert.StartsWith($"{file.FullName} is not what was backed up", e.Message, StringComparison.Ordinal);
            Assert.ThrowsAny<Exception>(() => restored.Open().Dispose());
            File.WriteAllBytes(file.FullName, whole);
        }
        Restore(_restored);
        Assert.Equal(records, await _restored.CountAsync());
    }

    [Fact]
    public async Task Wrong_folders_are_named()
    {
        await _folder.AppendAsync(1);
        foreach (var data in new[] { _folder.Root, _folder.Root + "/" })
            AssertRefused("is in the data folder", () => BackupWriter.Write(data, Path.Combine(_folder.Root, "backup"), At));
        using (var copy = new JournalFolder())
        {
            _folder.CopyTo(copy);
            AssertRefused("it holds journal", () => BackupWriter.Write(_folder.Root, copy.Root, At));
            Assert.False(Directory.Exists(Path.Combine(copy.Root, "segments")));
        }
        AssertRefused("it is not a data folder", () => BackupWriter.Write(_restored.Root, _backups.FullName, At));
        Write();
        AssertRefused("is not empty", () => Restore(_folder));
        using var other = new JournalFolder();
        await other.AppendAsync(1);
        AssertRefused("backups of another store", () => BackupWriter.Write(other.Root, _backups.FullName, At.AddDays(1)));
    }

    [Theory]
    [InlineData("3", 3)]
    [InlineData("0", 0)]
    [InlineData("2026-01-05T14:30:00Z", 1)]
    [InlineData("2026-01-05T15:30:05.5+01:00", 3)]
    [InlineData("2030-01-01T00:00:00Z", 5)]
    public async Task A_backup_is_restored_up_to_a_batch_or_a_time(string until, int records)
    {
        var start = (At.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        await _folder.AppendMarketAsync([start, start + 1_000_000, start + 5_500_000, start + 9_000_000, start + 9_000_001]);
        Write();
        var (_, end) = BackupRestore.Restore(_backups.FullName, _restored.Root, RestorePoint.Parse(until));
        Assert.Equal(records, end.Batch);
        using var journal = _restored.Open();
        var count = 0;
        await foreach (var record in journal.ReadAsync(JournalStreams.Book("AAPL"), 1, default)) count++;
        Assert.Equal(records, count);
    }

    [Fact]
    public async Task A_restore_to_a_point_leaves_out_snapshots_that_are_ahead()
    {
        await _folder.AppendAsync(300);
        await _folder.SaveSnapshotAsync(300);
        Write();
        BackupRestore.Restore(_backups.FullName, _restored.Root, RestorePoint.Parse("200"));
        Assert.Empty(Directory.GetFiles(Path.Combine(_restored.Root, "snapshots")));
        Assert.Equal(200, await _restored.CountAsync());
        using var other = new JournalFolder();
        BackupRestore.Restore(_backups.FullName, other.Root, RestorePoint.Parse("300"));
        Assert.Single(Directory.GetFiles(Path.Combine(other.Root, "snapshots")));
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("-1")]
    [InlineData("2026-01-05")]
    public void A_point_that_is_neither_batch_nor_time_is_named(string until) =>
        AssertRefused($"--until is '{until}'", () => RestorePoint.Parse(until));

    [Theory]
    [InlineData("set-top-box")]
    [InlineData("set-20260105")]
    public async Task A_folder_that_no_backup_made_is_never_removed(string name)
    {
        await _folder.AppendAsync(1);
        var foreign = _backups.CreateSubdirectory(name);
        AssertRefused($"it holds {name}", () => Write());
        Assert.True(foreign.Exists);
        foreign.Delete();
        Write();
    }

    [Fact]
    public async Task The_last_backup_is_the_newest_whatever_the_clock_says()
    {
        for (var i = 1; i <= 3; i++)
        {
            await _folder.AppendAsync(10);
            BackupWriter.Write(_folder.Root, _backups.FullName, At.AddHours(-i));
        }
        Assert.Equal(3, _backups.GetDirectories("set-*").Length);
        var (takenAt, end) = BackupRestore.Restore(_backups.FullName, _restored.Root, RestorePoint.End);
        Assert.Equal((At.AddHours(-3), 30), (takenAt, end.Batch));
    }

    [Theory]
    [InlineData("20", 1)]
    [InlineData("150", 1)]
    [InlineData("290", 1)]
    [InlineData("299", 1)]
    [InlineData("20", 300)]
    [InlineData("299", 300)]
    public async Task A_store_that_went_another_way_refuses_its_old_backups(string until, int records)
    {
        await _folder.AppendAsync(300);
        Write();
        BackupRestore.Restore(_backups.FullName, _restored.Root, RestorePoint.Parse(until));
        await _restored.AppendAsync(records, "other way");
        AssertRefused("went another way", () => BackupWriter.Write(_restored.Root, _backups.FullName, At.AddDays(1)));
    }

    [Fact]
    public async Task A_copy_by_hand_is_sound_or_refused_with_the_reason()
    {
        await _folder.AppendAsync(50);
        File.Copy(_folder.JournalEnd, _restored.JournalEnd);
        await _folder.AppendAsync(50);
        Directory.CreateDirectory(_restored.Journal);
        foreach (var segment in _folder.Segments)
            File.Copy(segment, Path.Combine(_restored.Journal, Path.GetFileName(segment)));
        await _folder.AppendAsync(50);
        Assert.Equal(100, await _restored.CountAsync());
        File.Copy(_folder.JournalEnd, _restored.JournalEnd, overwrite: true);
        _restored.AssertRefused<CorruptJournalException>("acknowledged records are missing");
    }

    private static void AssertRefused(string text, Action action) =>
        Assert.Contains(text, Assert.Throws<BackupException>(action).Message, StringComparison.Ordinal);

    private static async Task<long> WriteOnAsync(IJournalStream stream, long sequence)
    {
        await Task.Yield();
        for (var i = 0; i < 150; i++) await stream.AppendAsync(++sequence, new byte[30]);
        return sequence;
    }

    private BackupResult Write() => BackupWriter.Write(_folder.Root, _backups.FullName, At.AddMinutes(_count++));

    private void Restore(JournalFolder target) => BackupRestore.Restore(_backups.FullName, target.Root, RestorePoint.End);
}
