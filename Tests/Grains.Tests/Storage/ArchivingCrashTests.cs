using Microsoft.Win32.SafeHandles;
using TradingOps.Silo.Storage.Embedded;

namespace TradingOps.Grains.Tests.Storage;

/// <summary>
/// A kill, a failing disk or a loss of power at any step of archiving leaves every record in a place that the next start finds,
/// and the archiving is made again.
/// </summary>
public sealed class ArchivingCrashTests : IDisposable
{
    private const int SegmentBytes = 8 * 1024;
    private const int Seeds = 12;

    private readonly IndexedFolder _folder = new(isInMemory: true);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_kill_at_any_step_loses_nothing_and_is_made_good(bool isDiskError)
    {
        var records = OrderScript.Make(seed: 41, 550).ToArray();
        using (var started = _folder.Start(SegmentBytes)) await started.AppendAsync(records);
        var segments = Directory.GetFiles(_folder.Journal).Length - 1;
        Assert.True(segments >= 2);
        for (var step = 0; ; step++)
        {
            using var copy = _folder.Copy();
            var disk = new StoppingDisk(step, isDiskError);
            int? done;
            using (var started = copy.Start(SegmentBytes, disk: disk)) done = TryArchive(started);
            if (done == segments) break;
            Assert.Null(done);
            foreach (var isIndexed in new[] { true, false })
            {
                if (!isIndexed) Directory.Delete(copy.Index, recursive: true);
                using var again = copy.Start(SegmentBytes);
                Assert.Equal(isIndexed, again.IsRestored);
                Assert.DoesNotContain(again.Logged.Lines, l => l.Contains("not in", StringComparison.Ordinal));
                await IndexCheckpointTests.AssertReadAsync(again, records);
            }
            using (var again = copy.Start(SegmentBytes)) again.ArchiveAll();
            AssertArchived(copy, segments);
        }
    }

    [Fact]
    public async Task Archiving_goes_on_after_the_disk_of_the_archive_failed()
    {
        var records = OrderScript.Make(seed: 42, 700).ToArray();
        using (var started = _folder.Start(SegmentBytes)) await started.AppendAsync(records);
        var segments = Directory.GetFiles(_folder.Journal).Length - 1;
        for (var step = 0; step < 40; step += 3)
        {
            using var copy = _folder.Copy();
            var disk = new StoppingDisk(step, isDiskError: true);
            using var started = copy.Start(SegmentBytes, disk: disk);
            TryArchive(started);
            await IndexCheckpointTests.AssertReadAsync(started, records);
            disk.Mend();
            started.ArchiveAll();
            await IndexCheckpointTests.AssertReadAsync(started, records);
            Assert.Equal(segments, started.Journal.Size.Archived);
        }
    }

    [Fact]
    public async Task Whatever_a_power_loss_leaves_of_archiving_has_every_record()
    {
        var records = OrderScript.Make(seed: 43, 450).ToArray();
        using (var started = _folder.Start(SegmentBytes)) await started.AppendAsync(records);
        var segments = Directory.GetFiles(_folder.Journal).Length - 1;
        Assert.True(segments >= 2);
        for (var step = 0; ; step++)
        {
            using var copy = _folder.Copy();
            Directory.CreateDirectory(copy.Archive);
            var disk = new LossyDisk(copy.Root, step);
            int? done;
            using (var started = copy.Start(SegmentBytes, disk: disk)) done = TryArchive(started);
            if (done == segments) break;
            for (var seed = 0; seed < Seeds; seed++)
            {
                using var left = new IndexedFolder(isInMemory: true);
                disk.Leave(left.Root, new(seed));
                if (seed % 2 == 1) Directory.Delete(left.Index, recursive: true);
                using (var again = left.Start(SegmentBytes))
                {
                    await IndexCheckpointTests.AssertReadAsync(again, records);
                    if (seed % 3 != 0) continue;
                }
                using (var again = left.Start(SegmentBytes)) again.ArchiveAll();
                AssertArchived(left, segments);
            }
        }
    }

    private static int? TryArchive(IndexedFolder.Started started)
    {
        try
        {
            return started.ArchiveAll();
        }
        catch (Exception e) when (EmbeddedJournal.IsArchiveFailure(e))
        {
            return null;
        }
    }

    private static void AssertArchived(IndexedFolder folder, int segments)
    {
        Assert.Single(Directory.GetFiles(folder.Journal));
        Assert.Equal(segments, Directory.GetFiles(folder.Archive, "*.gz").Length);
        Assert.Empty(Directory.GetFiles(folder.Archive, "*.new"));
    }

    /// <summary>Does nothing more from a step of archiving on, as after a kill, or fails as a broken disk does.</summary>
    private class StoppingDisk(int steps, bool isDiskError) : Disk
    {
        private int _left = steps;

        public void Mend() => _left = int.MaxValue;

        public override void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
        {
            if (IsOfJournalEnd(file))
            {
                base.Write(file, bytes, offset);
                return;
            }
            if (_left == 0) base.Write(file, bytes[..(bytes.Length / 2)], offset);
            Count();
            base.Write(file, bytes, offset);
        }

        public override void Sync(SafeFileHandle file)
        {
            if (!IsOfJournalEnd(file)) Count();
            base.Sync(file);
        }

        public override void Rename(string from, string to)
        {
            Count();
            base.Rename(from, to);
        }

        public override void Delete(string path)
        {
            Count();
            base.Delete(path);
        }

        public override void SyncFolder(string folder)
        {
            Count();
            base.SyncFolder(folder);
        }

        private static bool IsOfJournalEnd(SafeFileHandle file) => NameOf(file) is var name
            && (name.EndsWith("journal.end", StringComparison.Ordinal) || name.EndsWith(".seg", StringComparison.Ordinal));

        private void Count()
        {
            if (_left-- > 0) return;
            _left = 0;
            throw isDiskError ? new IOException("Input/output error", InputOutputError) : new IOException("killed");
        }
    }

    private static string NameOf(SafeFileHandle file) =>
        new FileInfo($"/proc/self/fd/{file.DangerousGetHandle()}").LinkTarget ?? "";

    /// <summary>
    /// Knows what is durable: of a file what was synced, of a folder the names at its last sync. Of what is not, a loss of power
    /// leaves any part.
    /// </summary>
    private sealed class LossyDisk : StoppingDisk
    {
        private readonly string _root;
        // By what a name stands for, so that a renamed file keeps what is durable of it.
        private readonly Dictionary<string, byte[]> _contents = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string[]> _names = new(StringComparer.Ordinal);
        private readonly Dictionary<string, byte[]> _removed = new(StringComparer.Ordinal);

        public LossyDisk(string root, int steps) : base(steps, isDiskError: false)
        {
            _root = root;
            foreach (var path in Directory.GetFiles(root, "*", SearchOption.AllDirectories)) _contents[path] = Read(path);
            foreach (var folder in Directory.GetDirectories(root).Append(root)) _names[folder] = Directory.GetFiles(folder);
        }

        public override void Sync(SafeFileHandle file)
        {
            base.Sync(file);
            _contents[NameOf(file)] = Read(NameOf(file));
        }

        public override void Rename(string from, string to)
        {
            if (_contents.TryGetValue(to, out var replaced)) _removed[to] = replaced;
            base.Rename(from, to);
            if (_contents.Remove(from, out var durable)) _contents[to] = durable;
        }

        public override void Delete(string path)
        {
            var content = Read(path);
            base.Delete(path);
            _removed[path] = content;
        }

        public override void SyncFolder(string folder)
        {
            base.SyncFolder(folder);
            _names[folder] = Directory.GetFiles(folder);
            foreach (var path in _removed.Keys.Where(p => Path.GetDirectoryName(p) == folder).ToArray()) _removed.Remove(path);
        }

        /// <summary>Writes what is left into another folder.</summary>
        public void Leave(string target, Random random)
        {
            foreach (var folder in Directory.GetDirectories(_root).Append(_root))
            {
                Directory.CreateDirectory(Path.Combine(target, Path.GetRelativePath(_root, folder)));
                var durable = _names.GetValueOrDefault(folder) ?? [];
                foreach (var path in Directory.GetFiles(folder).Union(durable).Where(p => Path.GetFileName(p) != "lock"))
                {
                    var (isThere, wasThere) = (File.Exists(path), durable.Contains(path));
                    // A name that was not synced is as it was, or as it is.
                    var isNew = random.Next(2) == 0;
                    if (isThere && !wasThere && !isNew) continue;
                    if (!isThere && isNew) continue;
                    var content = isThere && !(_removed.ContainsKey(path) && !isNew)
                        ? Tear(path, random)
                        : _removed.GetValueOrDefault(path);
                    // Renamed away since.
                    if (content is null) continue;
                    File.WriteAllBytes(Path.Combine(target, Path.GetRelativePath(_root, path)), content);
                }
            }
        }

        private byte[] Tear(string path, Random random)
        {
            var content = Read(path);
            if (_contents.TryGetValue(path, out var durable) && (durable.AsSpan().SequenceEqual(content) || !IsTorn(path)))
                return content;
            var torn = content[..random.Next(content.Length + 1)];
            for (var at = 0; at < torn.Length; at += 512)
                if (random.Next(2) == 0)
                    torn.AsSpan(at, Math.Min(512, torn.Length - at)).Clear();
            return torn;
        }

        /// <summary>The others are not written by archiving; their losses are simulated elsewhere.</summary>
        private bool IsTorn(string path) => path.EndsWith(".new", StringComparison.Ordinal)
            || Path.GetDirectoryName(path) == Path.Combine(_root, "archive")
            || path.EndsWith("journal.archived", StringComparison.Ordinal);

        private static byte[] Read(string path)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[file.Length];
            file.ReadExactly(content);
            return content;
        }
    }
}
