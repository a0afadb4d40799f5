namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// Reads the segments at start, in order. A batch is written only after the one before it is durable, so a damaged frame with a
/// frame of a later batch behind it was durable once: that is corruption. One with none behind it was torn by a crash before it
/// was acknowledged.
/// </summary>
internal sealed class SegmentScan
{
    private int _following;

    /// <summary>Number of the last sound batch.</summary>
    public long LastBatch { get; private set; }

    /// <summary>
    /// The sound frames of a segment with their offsets. <see cref="CorruptJournalException"/> at damage in the middle; otherwise
    /// <see cref="TornAt"/> is where a torn end begins.
    /// </summary>
    public IEnumerable<(int Offset, FrameContent Frame)> Read(Segment segment, bool isLast)
    {
        TornAt = null;
        // No batch is spread over two segments.
        _following = 0;
        ReadOnlyMemory<byte> content = segment.ReadAll();
        if (!segment.HasHeader(content.Span))
        {
            if (!isLast || Frame.FindNext(content, 0, out _) >= 0) throw new CorruptJournalException(
                segment.Path, 0, "no segment header");
            TornAt = 0;
            yield break;
        }
        var offset = Segment.HeaderLength;
        while (offset < content.Length)
        {
            if (!Frame.TryRead(content[offset..], out var frame))
            {
                if (!isLast || IsFollowedByLaterBatch(content, offset + 1))
                    throw new CorruptJournalException(segment.Path, offset, "a record fails its check");
                TornAt = offset;
                yield break;
            }
            yield return (offset, frame);
            LastBatch = frame.Batch;
            _following = frame.Following;
            offset += frame.Length;
        }
    }

    /// <summary>Where the last segment read is torn, or null.</summary>
    public int? TornAt { get; private set; }

    private bool IsFollowedByLaterBatch(ReadOnlyMemory<byte> content, int from)
    {
        var damaged = _following > 0 ? LastBatch : LastBatch + 1;
        for (var at = from; (at = Frame.FindNext(content, at, out var frame)) >= 0; at += frame.Length)
            if (frame.Batch > damaged)
                return true;
        return false;
    }
}
