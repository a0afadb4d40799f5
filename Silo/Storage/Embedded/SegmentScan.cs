namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// Reads the segments at start, in order. Up to the acknowledged end, damage and anything that is missing are
/// corruption. Behind it a batch is written only after the one before it is durable, so a damaged frame with a frame of a
/// later batch behind it was durable once: that is corruption too. One with none behind it was torn by a crash before it was
/// acknowledged.
/// </summary>
/// <param name="store">Id of the store.</param>
/// <param name="acknowledged">The acknowledged end; null in a folder that an earlier version wrote, and in a new one.</param>
/// <param name="from">An end that the segments <see cref="Has"/>, to read what is behind it only.</param>
internal sealed class SegmentScan(Guid store, JournalEnd? acknowledged, JournalEnd? from = null)
{
    private const int ReadAtOnce = 1024 * 1024;

    private int _format = 1;
    private bool _hasMet = acknowledged is null or { Segment: 0 };

    /// <summary>The end of the sound frames that were read.</summary>
    public JournalEnd End { get; private set; } = from ?? new(store, 0, 0, 0, 0);

    /// <summary>How many records of the last batch are missing behind the last one read.</summary>
    public int Following { get; private set; }

    /// <summary>Whether the last segment read has an earlier format than new ones.</summary>
    public bool IsOfEarlierFormat => _format < SegmentHeader.Newest;

    /// <summary>Where the last segment read is torn, or null.</summary>
    public int? TornAt { get; private set; }

    /// <summary>
    /// The sound frames of a segment with their offsets. <see cref="CorruptJournalException"/> at damage; otherwise <see
    /// cref="TornAt"/> is where a torn end begins. <see cref="DataFolderException"/> for a segment of another store or of a
    /// newer version.
    /// </summary>
    public IEnumerable<(int Offset, FrameContent Frame)> Read(Segment segment, bool isLast)
    {
        TornAt = null;
        ReadOnlyMemory<byte> content = segment.ReadAll();
        if (acknowledged?.Segment == segment.Number && content.Length < acknowledged.Value.Length)
            throw new CorruptJournalException(segment.Path, content.Length,
                $"acknowledged records are missing: {acknowledged.Value.Length} bytes were acknowledged");
        if (SegmentHeader.Read(segment.Path, content.Span) is not { } header)
        {
            // A segment that crashed at its birth is no longer than its header.
            if (!isLast || content.Length > SegmentHeader.NewestLength || Frame.FindNext(content, 0, out _) >= 0)
                throw new CorruptJournalException(segment.Path, 0, "no segment header");
            TornAt = 0;
            yield break;
        }
        if (from?.Segment == segment.Number) _format = header.Format;
        else ThrowIfMisplaced(segment, header);
        // No batch is spread over two segments.
        Following = 0;
        var offset = from?.Segment == segment.Number ? (int)from.Value.Length : header.Length;
        Advance(segment, offset, End.Batch, End.Sum);
        while (offset < content.Length)
        {
            if (!Frame.TryRead(content[offset..], out var frame))
            {
                ThrowIfStored(segment, content, offset, isLast);
                TornAt = offset;
                yield break;
            }
            yield return (offset, frame);
            Following = frame.Following;
            var sum = Frame.SumOf(End.Sum, content.Span.Slice(offset, frame.Length));
            offset += frame.Length;
            Advance(segment, offset, frame.Batch, sum);
        }
    }

    /// <summary>Whether a segment has this end: the sum of all frames up to there, as its header and frames have it.</summary>
    public static bool Has(Segment segment, in JournalEnd end)
    {
        var window = new byte[ReadAtOnce];
        var (start, length) = (0L, segment.ReadAt(0, window));
        if (SegmentHeader.Read(segment.Path, window.AsSpan(0, length)) is not { Format: > 1 } header) return false;
        if (header.Number != segment.Number || header.Store != end.Store) return false;
        var (offset, batch, sum) = ((long)header.Length, header.Batch, header.Sum);
        while (offset < end.Length)
        {
            var rest = window.AsMemory((int)(offset - start), length - (int)(offset - start));
            if (Frame.TryRead(rest, out var frame))
            {
                sum = Frame.SumOf(sum, rest.Span[..frame.Length]);
                (offset, batch) = (offset + frame.Length, frame.Batch);
                continue;
            }
            if (start == offset)
            {
                // No part of it is missing: it is damaged, or the longest there may be.
                if (length < window.Length || window.Length > Frame.MaxBodyLength) break;
                window = new byte[Frame.HeaderLength + Frame.MaxBodyLength];
            }
            (start, length) = (offset, segment.ReadAt(offset, window));
        }
        return (offset, batch, sum) == (end.Length, end.Batch, end.Sum);
    }

    /// <summary>
    /// Throws <see cref="CorruptJournalException"/> if a closed segment does not have all that the next one follows on.
    /// </summary>
    public static void ThrowIfDamaged(Segment segment, Segment next, Guid store)
    {
        var start = new byte[SegmentHeader.NewestLength];
        var read = next.ReadAt(0, start);
        if (SegmentHeader.Read(next.Path, start.AsSpan(0, read)) is { } header
            && (header.Format == 1 || Has(segment, new(store, segment.Number, segment.Length, header.Batch, header.Sum))))
            return;
        throw new CorruptJournalException(segment.Path, 0, "its records are not those that the next segment follows on");
    }

    /// <summary>
    /// Throws <see cref="CorruptJournalException"/> if the acknowledged end was not met in the segments that were read.
    /// </summary>
    public void ThrowIfShort(string path)
    {
        if (_hasMet || acknowledged is not { } end) return;
        throw new CorruptJournalException(path, 0, End.Covers(end.Segment, end.Length)
            ? "the journal is not the one that was acknowledged"
            : $"acknowledged records are missing: batches up to {end.Batch} in segment {end.Segment} were acknowledged, and the "
                + $"journal ends with batch {End.Batch} in segment {End.Segment}");
    }

    private void Advance(Segment segment, int length, long batch, ulong sum)
    {
        End = End with { Segment = segment.Number, Length = length, Batch = batch, Sum = sum };
        if (acknowledged is not { } end || end.Segment != segment.Number || end.Length != length) return;
        if (end.Sum != sum)
            throw new CorruptJournalException(
                segment.Path, length, "the records up to here are not those that were acknowledged");
        _hasMet = true;
    }

    private void ThrowIfMisplaced(Segment segment, in SegmentHeader header)
    {
        if (header.Number != segment.Number)
            throw new CorruptJournalException(
                segment.Path, 0, $"segment {header.Number} under the name of segment {segment.Number}");
        if (header.Format < _format)
            throw new CorruptJournalException(segment.Path, 0, $"a segment of format {header.Format} behind format {_format}");
        _format = header.Format;
        if (header.Format == 1) return;
        if (acknowledged is null)
            throw new CorruptJournalException(segment.Path, 0,
                $"journal.end, which says what was acknowledged, is missing beside the journal of store {header.Store:n}");
        if (header.Store != store)
            throw new DataFolderException(StoreFormat.DescribeForeign(segment.Path, header.Store, store));
        if ((header.Batch, header.Sum) != (End.Batch, End.Sum))
            throw new CorruptJournalException(segment.Path, 0,
                $"a segment that follows on batch {header.Batch} and other records, and the one before it ends with batch "
                + End.Batch);
    }

    private void ThrowIfStored(Segment segment, ReadOnlyMemory<byte> content, int offset, bool isLast)
    {
        if (acknowledged is { } end && end.Covers(segment.Number, offset + 1))
            throw new CorruptJournalException(segment.Path, offset, "a record that was acknowledged fails its check");
        if (!isLast || IsFollowedByLaterBatch(content, offset + 1))
            throw new CorruptJournalException(segment.Path, offset, "a record fails its check");
    }

    private bool IsFollowedByLaterBatch(ReadOnlyMemory<byte> content, int from)
    {
        var damaged = Following > 0 ? End.Batch : End.Batch + 1;
        for (var at = from; (at = Frame.FindNext(content, at, out var frame)) >= 0; at += frame.Length)
            if (frame.Batch > damaged)
                return true;
        return false;
    }
}
