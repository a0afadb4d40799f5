using Microsoft.Win32.SafeHandles;
using TradingOps.Grains.Journaling;
using TradingOps.Silo.Storage.Embedded;

namespace TradingOps.Grains.Tests.Storage;

/// <summary>
/// A disk that answers EIO: nothing is acknowledged any more, the process ends, and the next start has everything.
/// </summary>
public sealed class BrokenDiskTests : IDisposable
{
    private const int Seeds = 500;
    private const int MostAppends = 80;

    private readonly JournalFolder _folder = new(isInMemory: true);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_broken_disk_loses_nothing_that_was_acknowledged(bool atSync)
    {
        var broken = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            _folder.Replace(new Dictionary<string, byte[]>());
            await _folder.AppendAsync(seed % 3);
            var disk = new BreakingDisk(new(seed), atSync);
            var (acknowledged, ends) = await FillAsync(seed % 3, disk);
            broken += ends.Count;
            Assert.All(ends, why => Assert.Contains("has failed (Input/output error)", why, StringComparison.Ordinal));
            var count = await _folder.CountAsync();
            var least = acknowledged ?? seed % 3;
            Assert.True(count >= least && count <= least + 1, $"seed {seed}: {count}, {least} acknowledged");
            await _folder.AppendAsync(3);
            Assert.Equal(count + 3, await _folder.CountAsync());
        }
        Assert.True(broken > Seeds / 4, $"{broken} of {Seeds}");
    }

    /// <summary>
    /// Appends until the disk breaks. Returns how many records were acknowledged in all, null where it broke at the start, and
    /// why the process was to end.
    /// </summary>
    private async Task<(int? Acknowledged, List<string> Ends)> FillAsync(int before, BreakingDisk disk)
    {
        var ends = new List<string>();
        EmbeddedJournal journal;
        try
        {
            journal = _folder.Open(disk, ends.Add);
        }
        catch (DataFolderException)
        {
            return (null, ends);
        }
        using (journal)
        {
            var stream = await journal.OpenAsync("a", default);
            var acknowledged = before;
            try
            {
                while (acknowledged < MostAppends)
                {
                    await stream.AppendAsync(acknowledged + 1, new byte[1 + acknowledged * 37 % 500]);
                    acknowledged++;
                }
            }
            catch (JournalException)
            {
                Assert.False(journal.IsHealthy);
                Assert.Single(ends);
                // The next write is refused too, though the disk may work again.
                disk.Mend();
                var other = await journal.OpenAsync("b", default);
                await Assert.ThrowsAsync<JournalException>(() => other.AppendAsync(1, new byte[1]));
            }
            return (acknowledged, ends);
        }
    }

    /// <summary>
    /// Answers EIO from one write or sync on. Of that write a part is there; what a sync did not take is there or not.
    /// </summary>
    private sealed class BreakingDisk(Random random, bool atSync) : Disk
    {
        private readonly Lock _gate = new();
        private int _left = random.Next(1, 100);
        private (SafeFileHandle File, long Length)? _unsynced;
        private bool _isMended;

        public bool IsGone { get; private set; }

        public void Mend() => _isMended = true;

        public override void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
        {
            lock (_gate)
            {
                Fail();
                if (!atSync && _left-- == 0)
                {
                    base.Write(file, bytes[..random.Next(bytes.Length)], offset);
                    Break();
                }
                if (offset >= RandomAccess.GetLength(file)) _unsynced = (file, offset);
                base.Write(file, bytes, offset);
            }
        }

        public override void Sync(SafeFileHandle file)
        {
            lock (_gate)
            {
                Fail();
                if (atSync && _left-- == 0)
                {
                    if (_unsynced is { } write && write.File == file && random.Next(2) == 0)
                        RandomAccess.SetLength(file, random.NextInt64(write.Length, RandomAccess.GetLength(file)));
                    Break();
                }
                base.Sync(file);
                if (_unsynced?.File == file) _unsynced = null;
            }
        }

        private void Fail()
        {
            if (IsGone && !_isMended) Break();
        }

        private void Break()
        {
            IsGone = true;
            throw new IOException("Input/output error", InputOutputError);
        }
    }
}
