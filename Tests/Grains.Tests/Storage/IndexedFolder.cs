using Microsoft.Extensions.Logging.Abstractions;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;
using TradingOps.Silo.Storage;
using TradingOps.Silo.Storage.Embedded;
using TradingOps.Silo.Storage.Embedded.Scratch;

namespace TradingOps.Grains.Tests.Storage;

/// <summary>A data folder whose index has checkpoints and next to nothing in memory, as a silo would start on it.</summary>
internal sealed class IndexedFolder : IDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly bool _isInMemory;

    /// <param name="isInMemory">Whether the folder is in memory, if the system has a disk there: for hundreds of starts.</param>
    public IndexedFolder(bool isInMemory = false)
    {
        _isInMemory = isInMemory;
        _folder = isInMemory && Directory.Exists("/dev/shm")
            ? Directory.CreateDirectory($"/dev/shm/tradingops-checkpoint-{Guid.NewGuid():n}")
            : Directory.CreateTempSubdirectory("tradingops-checkpoint-");
    }

    public string Root => _folder.FullName;

    public string Index => Path.Combine(Root, "index");

    public string Checkpoint => Path.Combine(Index, "checkpoint");

    public string Journal => Path.Combine(Root, "journal");

    public string Archive => Path.Combine(Root, "archive");

    public string ArchiveList => Path.Combine(Root, "journal.archived");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Starts on the folder.</summary>
    /// <param name="segmentBytes">Length of a segment; a checkpoint is taken behind each.</param>
    /// <param name="catalogue">The instruments; those that ship if they are not said.</param>
    /// <param name="disk">How files are written; null for the machine's disk.</param>
    /// <param name="archive">Where segments are archived; null for the default.</param>
    public Started Start(
        int segmentBytes = 64 * 1024, InstrumentCatalogue? catalogue = null, Disk? disk = null, string? archive = null) =>
        new(Root, segmentBytes, catalogue ?? InstrumentCatalogue.Default, disk, archive);

    /// <summary>Fills the folder with segments and archives as many as may be; returns their number.</summary>
    public async Task<int> ArchiveAsync(IEnumerable<StoredRecord> records, int segmentBytes)
    {
        using (var started = Start(segmentBytes)) await started.AppendAsync(records);
        using var again = Start(segmentBytes);
        return again.ArchiveAll();
    }

    /// <summary>Copies the folder file by file, the end of the journal first, as a copy of a running silo has to.</summary>
    public IndexedFolder Copy()
    {
        var copy = new IndexedFolder(_isInMemory);
        CopyFile("journal.end");
        CopyFile("journal.archived");
        foreach (var folder in new[] { "index", "snapshots", "journal", "archive" })
            if (Directory.Exists(Path.Combine(Root, folder)))
                foreach (var file in Directory.GetFiles(Path.Combine(Root, folder)))
                    CopyFile(Path.Combine(folder, Path.GetFileName(file)));
        return copy;

        void CopyFile(string name)
        {
            var target = Path.Combine(copy.Root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            try
            {
                using var source = new FileStream(Path.Combine(Root, name), FileMode.Open, FileAccess.Read,
                    FileShare.ReadWrite | FileShare.Delete);
                using var destination = File.Create(target);
                source.CopyTo(destination);
            }
            catch (FileNotFoundException)
            {
                // The file of the index was replaced during the copy.
            }
        }
    }

    /// <summary>What a silo has of its store while it runs.</summary>
    internal sealed class Started : IDisposable
    {
        private readonly ScratchStore _scratch;

        public Started(string root, int segmentBytes, InstrumentCatalogue catalogue, Disk? disk, string? archive)
        {
            _scratch = new(root, TimeSpan.FromSeconds(1), NullLogger.Instance, Path.Combine(root, "index"));
            Orders = new(catalogue, _scratch, recent: 10, keys: 50, places: 1);
            try
            {
                var options = new EmbeddedStoreOptions { SegmentBytes = segmentBytes, Retention = new() { Archive = archive } };
                Journal = new(root, options, Orders, _scratch, new JournalMetrics("test"), Logged, isReadOnly: false, disk);
            }
            catch
            {
                _scratch.Dispose();
                throw;
            }
        }

        public ToldLines<EmbeddedJournal> Logged { get; } = new();

        public OrderIndex Orders { get; }

        public EmbeddedJournal Journal { get; }

        /// <summary>Whether the index came from a checkpoint.</summary>
        public bool IsRestored => Logged.Lines.Any(l => l.Contains("restored up to batch", StringComparison.Ordinal));

        /// <summary>The warnings about checkpoints.</summary>
        public int Warnings => Logged.Lines.Count(l => l.Contains("reading the whole journal", StringComparison.Ordinal));

        /// <summary>Archives all segments that may be; returns their number.</summary>
        public int ArchiveAll()
        {
            var count = 0;
            while (Journal.ArchiveNext(DateTimeOffset.MaxValue)) count++;
            return count;
        }

        /// <summary>Appends records to their streams behind those that are there.</summary>
        public async Task AppendAsync(IEnumerable<StoredRecord> records, int atOnce = 16)
        {
            var streams = new Dictionary<string, (IJournalStream Stream, long Last)>(StringComparer.Ordinal);
            foreach (var group in records.Chunk(atOnce))
            {
                var appends = new List<Task>();
                foreach (var record in group)
                {
                    var name = StreamOf(record);
                    if (!streams.TryGetValue(name, out var stream))
                        stream = (await Journal.OpenAsync(name, default), Journal.IndexOf(name).LastSequence);
                    streams[name] = stream with { Last = stream.Last + 1 };
                    appends.Add(stream.Stream.AppendAsync(stream.Last + 1, Encode(record, stream.Last + 1)));
                }
                await Task.WhenAll(appends);
            }
        }

        public void Dispose()
        {
            Journal.Dispose();
            _scratch.Dispose();
        }

        private static string StreamOf(StoredRecord record) =>
            record.Market is null ? JournalStreams.Account(record.Owner) : JournalStreams.Book(record.Owner);

        private static byte[] Encode(StoredRecord record, long sequence) => record.Market is { } market
            ? MarketRecordCodec.Encode(market)
            : AccountJson.Encode(new AccountRecord
            {
                Sequence = sequence,
                Time = sequence,
                Kind = AccountRecordKind.Denied,
                Denied = record.Account!.Denied,
            });
    }
}
