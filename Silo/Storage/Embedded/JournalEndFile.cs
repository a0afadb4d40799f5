using Microsoft.Win32.SafeHandles;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// The file <c>journal.end</c>: the end in two places that are written in turn, so that one is sound whatever a crash does to
/// the other. They lie in two blocks, as a disk may lose the whole block that it writes. An end is written when its records
/// are durable, so it holds whenever it reaches the disk: the operating system keeps it when the process ends, and it is synced
/// once a second against a loss of power.
/// </summary>
internal sealed class JournalEndFile : IDisposable
{
    private const int Place = 4096;

    private static readonly TimeSpan SyncEvery = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly Disk _disk;
    private readonly ILogger _logger;
    private readonly SafeFileHandle _handle;
    private readonly Lock _syncing = new();
    private readonly Timer _timer;
    private int _isDirty;
    private bool _hasFailed;

    private JournalEndFile(string path, Disk disk, ILogger logger)
    {
        (_path, _disk, _logger) = (path, disk, logger);
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        _timer = new(_ => Sync(), null, SyncEvery, SyncEvery);
    }

    /// <summary>
    /// Reads the later one of the two ends; null where the file does not exist. <see cref="CorruptJournalException"/> if
    /// neither is sound, <see cref="DataFolderException"/> if a newer version wrote it.
    /// </summary>
    public static JournalEnd? Read(string path)
    {
        if (!File.Exists(path)) return null;
        var content = File.ReadAllBytes(path).AsSpan();
        var (first, second) = (JournalEnd.Read(path, content), JournalEnd.Read(path, content[Math.Min(Place, content.Length)..]));
        return (first, second) switch
        {
            (null, null) => throw new CorruptJournalException(path, 0, "no sound end of the journal"),
            ({ } one, { } other) => one.Covers(other.Segment, other.Length) ? one : other,
            _ => first ?? second,
        };
    }

    /// <summary>Replaces the file with one that has this end, durably, and opens it.</summary>
    public static JournalEndFile Create(string path, in JournalEnd end, Disk disk, ILogger logger)
    {
        SyncedFile.Replace(path, Encode(end));
        return new(path, disk, logger);
    }

    /// <summary>The content of a file that has this end.</summary>
    public static byte[] Encode(in JournalEnd end)
    {
        var content = new byte[2 * Place];
        end.Write(content.AsSpan(PlaceOf(end.Batch)));
        return content;
    }

    /// <summary>Opens the file that <see cref="Read"/> has read.</summary>
    public static JournalEndFile Open(string path, Disk disk, ILogger logger) => new(path, disk, logger);

    /// <summary>
    /// Writes the end of records that are durable. <see cref="IOException"/>: which end is there is not known.
    /// </summary>
    public void Write(in JournalEnd end)
    {
        Span<byte> bytes = stackalloc byte[JournalEnd.Bytes];
        end.Write(bytes);
        _disk.Write(_handle, bytes, PlaceOf(end.Batch));
        Volatile.Write(ref _isDirty, 1);
    }

    /// <summary>
    /// Durably writes the end of before a write that failed into the place that this write may have changed.
    /// <see cref="IOException"/>: which end is there is not known.
    /// </summary>
    /// <param name="end">The end of what is acknowledged.</param>
    public void TakeBack(in JournalEnd end)
    {
        Span<byte> bytes = stackalloc byte[JournalEnd.Bytes];
        end.Write(bytes);
        _disk.Write(_handle, bytes, PlaceOf(end.Batch + 1));
        _disk.Sync(_handle);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        Sync();
        lock (_syncing) _handle.Dispose();
    }

    private static int PlaceOf(long batch) => (int)(batch % 2) * Place;

    /// <summary>Makes the end durable now. A failure is logged, and tried again within a second.</summary>
    public void Sync()
    {
        lock (_syncing)
        {
            if (_handle.IsClosed || Interlocked.Exchange(ref _isDirty, 0) == 0) return;
            try
            {
                _disk.Sync(_handle);
                _hasFailed = false;
            }
            catch (IOException e)
            {
                if (!_hasFailed) Log.EndNotSynced(_logger, _path, e);
                _hasFailed = true;
                Volatile.Write(ref _isDirty, 1);
            }
        }
    }
}
