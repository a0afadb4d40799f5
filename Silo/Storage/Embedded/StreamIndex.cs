using TradingOps.Silo.Storage.Embedded.Scratch;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>Where the records of one stream are. Written by one thread, read by many.</summary>
internal sealed class StreamIndex(ScratchStore scratch)
{
    private readonly PagedList<RecordLocation> _locations = new(scratch);

    /// <summary>Sequence of the last durable record; 0 before the first.</summary>
    public long LastSequence => _locations.Count;

    /// <summary>Adds the record of sequence <see cref="LastSequence"/> + 1.</summary>
    public void Add(RecordLocation location) => _locations.Add(location);

    /// <summary>Writes where everything is. By the thread that adds.</summary>
    public void WriteTo(BinaryWriter writer) => _locations.WriteTo(writer);

    /// <summary>Reads what <see cref="WriteTo"/> wrote into an empty index; <see cref="Resume"/> is to follow.</summary>
    public StreamIndex ReadFrom(BinaryReader reader)
    {
        _locations.ReadFrom(reader);
        return this;
    }

    /// <summary>Goes on with moves that were not made before a checkpoint.</summary>
    public void Resume() => _locations.Resume();

    /// <summary>At most <paramref name="count"/> locations from a sequence on.</summary>
    public RecordLocation[] Slice(long fromSequence, int count)
    {
        var from = (int)Math.Min(fromSequence - 1, _locations.Count);
        var slice = new RecordLocation[Math.Min(count, _locations.Count - from)];
        return _locations.Read(from, slice) == slice.Length ? slice : throw new InvalidOperationException("a list that shrank");
    }
}
