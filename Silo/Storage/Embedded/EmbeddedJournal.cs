using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;
using TradingOps.Silo.Storage.Embedded.Archive;
using TradingOps.Silo.Storage.Embedded.Checkpoints;
using TradingOps.Silo.Storage.Embedded.Scratch;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// The journal in a folder of one machine: append-only segments, one writer that takes all that wait and makes them durable
/// with one sync.
/// </summary>
internal sealed class EmbeddedJournal : IJournal, IDisposable
{
    private const int ReadWindow = 256 * 1024;
    private const int ReadSlice = 1024;

    private readonly DataFolder _folder;
    private readonly SnapshotFolder _snapshots = null!;
    private readonly EmbeddedStoreOptions _options;
    private readonly ScratchStore _scratch;
    private readonly Disk _disk;
    private readonly ILogger _logger;
    private readonly SegmentArchive _archive = null!;
    private readonly Lock _archiving = new();
    private readonly Lock _segmentsGate = new();
    private readonly List<Segment> _segments = [];
    private readonly Dictionary<string, StreamIndex> _streams = new(StringComparer.Ordinal);
    private readonly JournalEndFile? _endFile;
    private readonly IndexCheckpoints? _checkpoints;
    private readonly long _checkpointFrom;
    private readonly JournalWriter _writer = null!;
    private bool _isDisposed;

    /// <summary>
    /// Takes the folder and reads the journal; a torn end is cut off, and its end written down, unless it is only to be
    /// read. <see cref="DataFolderException"/>, <see cref="CorruptJournalException"/>: nothing was changed.
    /// </summary>
    /// <param name="path">The data folder.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="orders">Shown every record.</param>
    /// <param name="scratch">Where what does not fit into memory goes.</param>
    /// <param name="metrics">Counts what is written.</param>
    /// <param name="logger">For faults.</param>
    /// <param name="isReadOnly">Whether nothing is to be written.</param>
    /// <param name="disk">How files are written; null for the machine's disk.</param>
    /// <param name="end">Ends the process when the disk fails; null for a process that may go on.</param>
    public EmbeddedJournal(
        string path, EmbeddedStoreOptions options, OrderIndex orders, ScratchStore scratch, JournalMetrics metrics,
        ILogger<EmbeddedJournal> logger, bool isReadOnly = false, Disk? disk = null, Action<string>? end = null)
    {
        _disk = disk ?? Disk.Real;
        _options = options;
        _scratch = scratch;
        _logger = logger;
        _folder = DataFolder.Open(path);
        try
        {
            var acknowledged = JournalEndFile.Read(_folder.JournalEnd);
            _archive = SegmentArchive.Open(_folder.Path, options.Retention.Archive, acknowledged?.Store);
            _segments.AddRange(_archive.OpenSegments(isWritten: !isReadOnly, _disk));
            if (!isReadOnly && scratch.KeptFolder is not null) _checkpoints = new(scratch, orders, logger);
            var watch = Stopwatch.StartNew();
            var from = _checkpoints?.TryRestore(acknowledged, _segments, _streams);
            MissArchived(from);
            if (from is null) _checkpoints?.DeleteFiles();
            var scan = new SegmentScan(acknowledged?.Store ?? Guid.NewGuid(), acknowledged, from);
            _snapshots = new(_folder, scan.End.Store, logger);
            var bytes = Load(scan, orders, from, watch);
            if (!isReadOnly) _endFile = MendEnd(scan, acknowledged);
            if (!isReadOnly) _archive.CompleteList(scan.End.Store, _disk);
            _writer = new(this, _endFile, scan.End, orders, options, metrics, end ?? (_ => { }), logger);
            // After a short read, no checkpoint before something is appended: a start that is refused later leaves the folder as
            // it was.
            _checkpointFrom = bytes >= options.SegmentBytes / 4 ? 0 : scan.End.Batch;
            if (_checkpointFrom == 0) CheckpointSoon();
        }
        catch (Exception e)
        {
            Dispose();
            if (e is JournalException) throw new DataFolderException(e.Message, e);
            if (e is IOException or UnauthorizedAccessException)
                throw new DataFolderException($"data folder {_folder.Path} (Storage:Path) cannot be used: {e.Message}", e);
            throw;
        }
    }

    /// <summary>The folder that this journal holds.</summary>
    public DataFolder Folder => _folder;

    /// <summary>Whether the last write succeeded.</summary>
    public bool IsHealthy => _writer.IsHealthy;

    /// <summary>How long reading took at the start.</summary>
    public TimeSpan ReadIn { get; private set; }

    /// <summary>Bytes of the segments in the folder; number and bytes of those in the archive.</summary>
    public (long Bytes, int Archived, long ArchivedBytes) Size
    {
        get
        {
            lock (_segmentsGate)
                return (_segments.Sum(s => s.IsArchived ? 0 : s.Bytes), _segments.Count(s => s.IsArchived),
                    _segments.Sum(s => s.IsArchived ? s.Bytes : 0));
        }
    }

    /// <summary>The segment that is written to. Used by the writer thread only.</summary>
    internal Segment Tail => _segments[^1];

    /// <inheritdoc/>
    public ValueTask<IJournalStream> OpenAsync(string stream, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IJournalStream>(new EmbeddedStream(stream, this, _writer, _snapshots));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListStreamsAsync(string prefix, CancellationToken cancellationToken)
    {
        lock (_segmentsGate)
            return ValueTask.FromResult<IReadOnlyList<string>>(
                [.. _streams.Where(s => s.Value.LastSequence > 0 && s.Key.StartsWith(prefix, StringComparison.Ordinal))
                    .Select(s => s.Key)]);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalRecord> ReadAsync(
        string stream, long fromSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask;
        if (!TryGetIndex(stream, out var index)) yield break;
        var window = ArrayPool<byte>.Shared.Rent(ReadWindow);
        var (segment, start, length) = (0, 0, 0);
        try
        {
            for (var slice = index.Slice(fromSequence, ReadSlice); slice.Length > 0; slice = index.Slice(fromSequence, ReadSlice))
            {
                foreach (var location in slice)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var inWindow = location.Segment == segment && location.Offset >= start && location.Offset < start + length;
                    FrameContent frame = default;
                    if (!inWindow
                        || !Frame.TryRead(window.AsMemory(location.Offset - start, start + length - location.Offset), out frame))
                    {
                        (segment, start) = (location.Segment, location.Offset);
                        frame = ReadFrame(location, ref window, out length);
                    }
                    // The window is used again: the payload must not share its memory.
                    yield return new(frame.Sequence, frame.Payload.ToArray());
                }
                fromSequence += slice.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(window);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The next process may take the folder when this has returned.
        lock (_archiving) _isDisposed = true;
        _writer?.Dispose();
        if (_writer is not null && _writer.End.Batch > _checkpointFrom) TakeCheckpoint(_writer.End, isAwaited: true);
        _endFile?.Dispose();
        foreach (var segment in _segments) segment.Dispose();
        _folder.Dispose();
    }

    /// <summary>
    /// Archives the first closed segment of the folder, if a checkpoint of the index is behind it and it was written to last
    /// before a time. Returns whether it did; an exception that is a <see cref="IsArchiveFailure"/>: it is still in the folder.
    /// </summary>
    public bool ArchiveNext(DateTimeOffset before)
    {
        lock (_archiving)
        {
            var (place, segment, next) = (-1, (Segment?)null, (Segment?)null);
            lock (_segmentsGate)
            {
                place = _segments.FindIndex(s => !s.IsArchived);
                if (place >= 0 && place < _segments.Count - 1) (segment, next) = (_segments[place], _segments[place + 1]);
            }
            if (_isDisposed || segment is null || segment.Number >= (_checkpoints?.LastSegment ?? 0)
                || segment.WrittenAt >= before)
                return false;
            var store = _snapshots.Store;
            SegmentScan.ThrowIfDamaged(segment, next!, store);
            var archived = _archive.Add(segment, store, _disk);
            lock (_segmentsGate) _segments[place] = archived;
            _archive.Remove(segment, _disk);
            Log.SegmentArchived(_logger, segment.Path, archived.Path, segment.Length, archived.Bytes);
            return true;
        }
    }

    /// <summary>Whether a segment could not be archived, and stays in the folder.</summary>
    public static bool IsArchiveFailure(Exception e) => e is IOException or UnauthorizedAccessException or JournalException
        or DataFolderException or CorruptJournalException;

    /// <summary>Begins a new segment behind a full one. Called by the writer thread only.</summary>
    /// <param name="end">The end of the journal.</param>
    internal void RollIfFull(in JournalEnd end)
    {
        if (Tail.Length < _options.SegmentBytes) return;
        AddSegment(end);
        CheckpointSoon();
    }

    /// <summary>
    /// Takes a checkpoint of the index at the end of the journal. By the writer thread, between two batches, or when that has
    /// ended.
    /// </summary>
    internal void TakeCheckpoint(in JournalEnd end, bool isAwaited = false)
    {
        if (_checkpoints is null || _endFile is null) return;
        KeyValuePair<string, StreamIndex>[] streams;
        long[] segments;
        var last = end.Segment;
        lock (_segmentsGate) (streams, segments) = ([.. _streams], [.. _segments.Take(last).Select(s => s.Length)]);
        _checkpoints.Take(end, segments, streams, _endFile.Sync, isAwaited);
    }

    /// <summary>Takes a checkpoint when everything that is to leave memory now has left it: it would have to hold that.</summary>
    private void CheckpointSoon()
    {
        if (_checkpoints is not null) _scratch.MoveLater(_writer.RequestCheckpoint);
    }

    private FrameContent ReadFrame(RecordLocation location, ref byte[] window, out int length)
    {
        var segment = SegmentOf(location);
        try
        {
            length = segment.ReadAt(location.Offset, window);
            if (Frame.TryRead(window.AsMemory(0, length), out var frame)) return frame;
            ArrayPool<byte>.Shared.Return(window);
            window = ArrayPool<byte>.Shared.Rent(Frame.HeaderLength + Frame.MaxBodyLength);
            length = segment.ReadAt(location.Offset, window);
            if (Frame.TryRead(window.AsMemory(0, length), out frame)) return frame;
        }
        catch (FileNotFoundException) when (SegmentOf(location) != segment)
        {
            // It was archived in between.
            return ReadFrame(location, ref window, out length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"{segment.Path} cannot be read: {e.Message}", e);
        }
        throw new JournalException($"the record in {segment.Path} at offset {location.Offset} fails its check");
    }

    private Segment SegmentOf(RecordLocation location)
    {
        lock (_segmentsGate) return _segments[location.Segment - 1];
    }

    /// <summary>Where the records of a stream are; made by the first who asks.</summary>
    internal StreamIndex IndexOf(string stream)
    {
        lock (_segmentsGate)
        {
            if (!_streams.TryGetValue(stream, out var index)) _streams.Add(stream, index = new(_scratch));
            return index;
        }
    }

    private bool TryGetIndex(string stream, [NotNullWhen(true)] out StreamIndex? index)
    {
        lock (_segmentsGate) return _streams.TryGetValue(stream, out index);
    }

    /// <summary>
    /// Refuses a start that has to read archived segments that are not there. One that has not goes on: the records in them
    /// cannot be read until they are back.
    /// </summary>
    private void MissArchived(JournalEnd? from)
    {
        if (_archive.DescribeMissing(_segments) is not { } missing) return;
        if (from is null)
            throw new DataFolderException($"{missing}, and without a checkpoint of the index all records have to be read: put "
                + "the files back; nothing was changed");
        Log.ArchiveMissing(_logger, missing);
    }

    /// <summary>Reads the records behind a checkpoint, or all; returns their bytes.</summary>
    private long Load(SegmentScan scan, OrderIndex orders, JournalEnd? from, Stopwatch watch)
    {
        var (records, bytes) = (0L, 0L);
        foreach (var stream in _streams.Keys) ThrowIfUnknown(stream, orders);
        for (var i = Math.Max(0, (from?.Segment ?? 0) - 1); i < _segments.Count; i++)
        {
            var segment = _segments[i];
            foreach (var (offset, frame) in scan.Read(segment, isLast: i == _segments.Count - 1))
            {
                Take(frame, new(segment.Number, offset), segment, orders);
                records++;
                bytes += frame.Length;
            }
        }
        scan.ThrowIfShort(_folder.Segments);
        SnapshotCheck.ThrowIfAhead(_snapshots, LastSequenceOf);
        ReadIn = watch.Elapsed;
        Log.JournalOpened(_logger, records, _segments.Count, _folder.Path, watch.ElapsedMilliseconds);
        return bytes;
    }

    private static void ThrowIfUnknown(string stream, OrderIndex orders)
    {
        if (JournalStreams.SymbolOf(stream) is { } symbol && !orders.Knows(symbol))
            throw new DataFolderException(
                $"the journal has records of {symbol}: an instrument is never taken out of the catalogue");
    }

    private void Take(in FrameContent frame, RecordLocation location, Segment segment, OrderIndex orders)
    {
        var index = IndexOf(frame.Stream);
        ThrowIfUnknown(frame.Stream, orders);
        if (frame.Sequence != index.LastSequence + 1)
            throw new CorruptJournalException(
                segment.Path, location.Offset, $"{frame.Stream} has record {frame.Sequence} after {index.LastSequence}");
        index.Add(location);
        try
        {
            if (StoredRecord.Read(frame.Stream, frame.Payload) is { } record) orders.Apply(record);
        }
        catch (UnknownVersionException e)
        {
            throw new DataFolderException(StoreFormat.DescribeNewer(segment.Path, e.Version, e.Known), e);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException)
        {
            throw new CorruptJournalException(segment.Path, location.Offset, e.Message);
        }
    }

    private long LastSequenceOf(string stream) => TryGetIndex(stream, out var index) ? index.LastSequence : 0;

    /// <summary>
    /// Makes durable what was read, writes its end down, and cuts off what is torn behind it. A crash in between leaves the
    /// same to do. Returns the file of the end.
    /// </summary>
    private JournalEndFile MendEnd(SegmentScan scan, JournalEnd? acknowledged)
    {
        if (_segments.Count > 0 && !Tail.IsArchived)
        {
            if (acknowledged is { } known && known != scan.End)
                Tail.WriteAgain(known.Segment == Tail.Number ? Math.Min(known.Length, Tail.Length) : 0);
            Tail.Sync();
        }
        // A silo that was killed while it made the tail may not have synced its name.
        SyncedFile.SyncFolder(_folder.Segments);
        var file = acknowledged == scan.End
            ? JournalEndFile.Open(_folder.JournalEnd, _disk, _logger)
            : JournalEndFile.Create(_folder.JournalEnd, scan.End, _disk, _logger);
        if (scan.TornAt is { } at)
        {
            Log.TornTailCut(_logger, Tail.Length - at, Tail.Path, at);
            if (at == 0) Tail.WriteHeaderAgain(HeaderOf(Tail.Number, scan.End));
            else Tail.CutTo(at);
        }
        // Behind a part of a batch a new segment begins: it must not be taken for a part of the next one. So it does behind a
        // segment of an earlier format, whose versions do not know the records of this one.
        if (_segments.Count == 0 || Tail.IsArchived || scan.TornAt > 0 || scan.Following > 0
            || (scan.TornAt is null && scan.IsOfEarlierFormat))
            AddSegment(scan.End);
        return file;
    }

    private void AddSegment(in JournalEnd end)
    {
        var next = Segment.Create(_folder.Segments, HeaderOf(_segments.Count + 1, end), _disk);
        if (_segments.Count > 0) Tail.Dispose();
        lock (_segmentsGate) _segments.Add(next);
    }

    private static SegmentHeader HeaderOf(int number, in JournalEnd end) =>
        new(SegmentHeader.Newest, number, end.Store, end.Batch, end.Sum);
}
