using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;
using TradingOps.Silo.Storage;
using TradingOps.Silo.Storage.Embedded;
using TradingOps.Silo.Storage.Embedded.Scratch;

namespace TradingOps.Grains.Tests.Storage;

/// <summary>A data folder of small segments that a test fills, damages and opens.</summary>
internal sealed class JournalFolder : IDisposable
{
    private const string Stream = "a";
    private const int MaxTries = 10_000;

    private readonly ScratchStore _scratch = new(Path.GetTempPath(), TimeSpan.FromSeconds(1), NullLogger.Instance);
    private readonly DirectoryInfo _folder;

    /// <param name="isInMemory">Whether the folder is in memory, if the system has a disk there: for thousands of starts.</param>
    public JournalFolder(bool isInMemory = false) => _folder = isInMemory && Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory($"/dev/shm/tradingops-folder-{Guid.NewGuid():n}")
        : Directory.CreateTempSubdirectory("tradingops-folder-");

    public string Root => _folder.FullName;

    public string JournalEnd => Path.Combine(Root, "journal.end");

    public string Journal => Path.Combine(Root, "journal");

    /// <summary>The paths of the segments, in order.</summary>
    public string[] Segments => [.. Directory.GetFiles(Journal).Order(StringComparer.Ordinal)];

    public EmbeddedJournal Open(Disk? disk = null, Action<string>? end = null)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new(Root, new() { SegmentBytes = 4096 },
                    new OrderIndex(InstrumentCatalogue.Default, _scratch, recent: 8), _scratch, new JournalMetrics("test"),
                    NullLogger<EmbeddedJournal>.Instance, isReadOnly: false, disk, end);
            }
            catch (DataFolderException e)
                when (tries < MaxTries && e.Message.EndsWith("another process", StringComparison.Ordinal))
            {
                // A process that another test starts has the lock too, until it runs its own program.
                Thread.Yield();
            }
        }
    }

    /// <summary>Appends records to one stream, each acknowledged before the next.</summary>
    public async Task AppendAsync(int count, string text = "record")
    {
        using var journal = Open();
        var stream = await journal.OpenAsync(Stream, default);
        var last = await CountAsync(journal);
        for (var i = last + 1; i <= last + count; i++) await stream.AppendAsync(i, Encoding.UTF8.GetBytes($"{text} {i}"));
    }

    /// <summary>Appends records of one market, each acknowledged before the next, with these times.</summary>
    public async Task AppendMarketAsync(params long[] times)
    {
        using var journal = Open();
        var stream = await journal.OpenAsync(JournalStreams.Book("AAPL"), default);
        for (var i = 0; i < times.Length; i++)
            await stream.AppendAsync(i + 1, MarketRecordCodec.Encode(new(i + 1, new() { Time = times[i] }, null, [], [])));
    }

    /// <summary>
    /// Puts a batch, or its first records, behind the last segment's content, as a write before its acknowledgement. Returns the
    /// bytes of a record.
    /// </summary>
    public int AppendBatch(long batch, long sequence, int count, int? written = null)
    {
        using var frames = new MemoryStream();
        for (var i = 0; i < (written ?? count); i++)
            Frame.Write(frames, batch, count - 1 - i, Stream, sequence + i, "record"u8);
        using var file = new FileStream(Segments[^1], FileMode.Append);
        file.Write(frames.ToArray());
        return (int)frames.Length / (written ?? count);
    }

    /// <summary>The file of the only snapshot.</summary>
    public string Snapshot => Assert.Single(Directory.GetFiles(Path.Combine(Root, "snapshots")));

    /// <summary>The snapshot as a start finds it; null for none.</summary>
    public async Task<JournalSnapshot?> LoadSnapshotAsync()
    {
        using var journal = Open();
        return await (await journal.OpenAsync(Stream, default)).LoadSnapshotAsync(default);
    }

    public async Task SaveSnapshotAsync(long sequence)
    {
        using var journal = Open();
        await (await journal.OpenAsync(Stream, default)).SaveSnapshotAsync(sequence, "state"u8.ToArray(), default);
    }

    /// <summary>How many records are read when the folder is opened.</summary>
    public async Task<int> CountAsync()
    {
        using var journal = Open();
        return await CountAsync(journal);
    }

    /// <summary>Copies all files into another folder.</summary>
    public void CopyTo(JournalFolder other) => other.Replace(Contents());

    /// <summary>Puts these files in place of all that the folder has.</summary>
    public void Replace(IReadOnlyDictionary<string, byte[]> files)
    {
        foreach (var entry in _folder.GetDirectories()) entry.Delete(recursive: true);
        foreach (var entry in _folder.GetFiles()) entry.Delete();
        foreach (var (file, content) in files)
        {
            var path = Path.Combine(Root, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
    }

    /// <summary>Opens the folder, which is refused with this text, and nothing in it is changed.</summary>
    public string AssertRefused<TException>(string text) where TException : Exception
    {
        var before = Contents();
        var e = Assert.Throws<TException>(() => Open().Dispose());
        Assert.Contains(text, e.Message, StringComparison.Ordinal);
        Assert.Equal(before, Contents());
        return e.Message;
    }

    /// <summary>All files by their paths in the folder.</summary>
    public Dictionary<string, byte[]> Contents() => _folder.GetFiles("*", SearchOption.AllDirectories)
        .Where(f => f.Name != "lock")
        .ToDictionary(f => Path.GetRelativePath(Root, f.FullName), f => File.ReadAllBytes(f.FullName));

    public void Dispose()
    {
        _scratch.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task<int> CountAsync(IJournal journal)
    {
        var count = 0;
        await foreach (var record in journal.ReadAsync(Stream, 1, default)) Assert.Equal(++count, record.Sequence);
        return count;
    }
}
