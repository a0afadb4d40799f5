using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using TradingOps.Grains.Journaling;
using TradingOps.Silo.Storage.Embedded.Scratch;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// The journal in a folder of one machine: append-only segments, one writer that takes all that wait and makes them durable with
/// one sync.
/// </summary>
internal sealed class EmbeddedJournal : IJournal, IDisposable
{
    private const int ReadWindow = 256 * 1024;
    private const int ReadSlice = 1024;

    private readonly DataFolder _folder;
    private readonly SnapshotFolder _snapshots;
    private readonly EmbeddedStoreOptions _options;
    private readonly ScratchStore _scratch;
    private readonly ILogger _logger;
    private readonly Lock _segmentsGate = new();
    private readonly List<Segment> _segments = [];
    private readonly Dictionary<string, StreamIndex> _streams = new(StringComparer.Ordinal);
    private readonly JournalWriter _writer;

    /// <summary>
    /// Takes the folder and reads the journal; a torn end is cut off unless it is only to be read.
    /// <see cref="DataFolderException"/>, <see cref="CorruptJournalException"/>: nothing was changed.
    /// </summary>
    public EmbeddedJournal(
        string path, EmbeddedStoreOptions options, OrderIndex orders, ScratchStore scratch, JournalMetrics metrics,
        ILogger<EmbeddedJournal> logger, bool isReadOnly = false)
    {
        _options = options;
        _scratch = scratch;
        _logger = logger;
        _folder = DataFolder.Open(path);
        _snapshots = new(_folder, logger);
        try
        {
            var lastBatch = Load(orders, isReadOnly);
            _writer = new(this, orders, options, metrics, logger, lastBatch);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The folder that this journal holds.</summary>
    public DataFolder Folder => _folder;

    /// <summary>Whether the last write succeeded.</summary>
    public bool IsHealthy => _writer.IsHealthy;

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
        _writer?.Dispose();
        foreach (var segment in _segments) segment.Dispose();
        _folder.Dispose();
    }

    /// <summary>Begins a new segment behind a full one. Called by the writer thread only.</summary>
    internal void RollIfFull()
    {
        if (Tail.Length < _options.SegmentBytes) return;
        var next = Segment.Create(_folder.Segments, Tail.Number + 1);
        lock (_segmentsGate) _segments.Add(next);
    }

    private FrameContent ReadFrame(RecordLocation location, ref byte[] window, out int length)
    {
        Segment segment;
        lock (_segmentsGate) segment = _segments[location.Segment - 1];
        try
        {
            length = segment.ReadAt(location.Offset, window);
            if (Frame.TryRead(window.AsMemory(0, length), out var frame)) return frame;
            ArrayPool<byte>.Shared.Return(window);
            window = ArrayPool<byte>.Shared.Rent(Frame.HeaderLength + Frame.MaxBodyLength);
            length = segment.ReadAt(location.Offset, window);
            if (Frame.TryRead(window.AsMemory(0, length), out frame)) return frame;
        }
        catch (IOException e)
        {
            throw new JournalException($"{segment.Path} cannot be read: {e.Message}", e);
        }
        throw new JournalException($"the record in {segment.Path} at offset {location.Offset} fails its check");
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

    private long Load(OrderIndex orders, bool isReadOnly)
    {
        var watch = Stopwatch.StartNew();
        var scan = new SegmentScan();
        long records = 0;
        foreach (var path in Segment.List(_folder.Segments)) _segments.Add(Segment.Open(path));
        for (var i = 0; i < _segments.Count; i++)
        {
            var segment = _segments[i];
            if (segment.Number != i + 1) throw new CorruptJournalException(segment.Path, 0, $"segment {i + 1} is missing");
            foreach (var (offset, frame) in scan.Read(segment, isLast: i == _segments.Count - 1))
            {
                Take(frame, new(segment.Number, offset), segment, orders);
                records++;
            }
        }
        SnapshotCheck.ThrowIfAhead(_snapshots, LastSequenceOf);
        if (!isReadOnly) MendTail(scan.TornAt);
        Log.JournalOpened(_logger, records, _segments.Count, _folder.Path, watch.ElapsedMilliseconds);
        return scan.LastBatch;
    }

    private void Take(in FrameContent frame, RecordLocation location, Segment segment, OrderIndex orders)
    {
        var index = IndexOf(frame.Stream);
        if (JournalStreams.SymbolOf(frame.Stream) is { } symbol && !orders.Knows(symbol))
            throw new DataFolderException(
                $"the journal has records of {symbol}: an instrument is never taken out of the catalogue");
        if (frame.Sequence != index.LastSequence + 1)
            throw new CorruptJournalException(
                segment.Path, location.Offset, $"{frame.Stream} has record {frame.Sequence} after {index.LastSequence}");
        index.Add(location);
        try
        {
            if (StoredRecord.Read(frame.Stream, frame.Payload) is { } record) orders.Apply(record);
        }
        catch (InvalidDataException e)
        {
            throw new CorruptJournalException(segment.Path, location.Offset, e.Message);
        }
    }

    private long LastSequenceOf(string stream) => TryGetIndex(stream, out var index) ? index.LastSequence : 0;

    private void MendTail(int? tornAt)
    {
        if (tornAt is { } at)
        {
            Log.TornTailCut(_logger, Tail.Length - at, Tail.Path, at);
            if (at == 0) Tail.WriteHeaderAgain();
            else Tail.CutTo(at);
        }
        // Behind a cut a new segment begins: what is left of a torn batch must not be taken for a part of the next one.
        if (_segments.Count == 0 || tornAt > 0) _segments.Add(Segment.Create(_folder.Segments, _segments.Count + 1));
    }
}
