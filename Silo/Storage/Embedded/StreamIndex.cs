namespace TradingOps.Silo.Storage.Embedded;

/// <summary>Where the records of one stream are. Written by one thread, read by many.</summary>
internal sealed class StreamIndex
{
    private readonly Lock _gate = new();
    private readonly List<RecordLocation> _locations = [];

    /// <summary>Sequence of the last durable record; 0 before the first.</summary>
    public long LastSequence
    {
        get
        {
            lock (_gate) return _locations.Count;
        }
    }

    /// <summary>Adds the record of sequence <see cref="LastSequence"/> + 1.</summary>
    public void Add(RecordLocation location)
    {
        lock (_gate) _locations.Add(location);
    }

    /// <summary>At most <paramref name="count"/> locations from a sequence on.</summary>
    public RecordLocation[] Slice(long fromSequence, int count)
    {
        lock (_gate)
        {
            var from = (int)Math.Min(fromSequence - 1, _locations.Count);
            return _locations.GetRange(from, Math.Min(count, _locations.Count - from)).ToArray();
        }
    }
}
