namespace TradingOps.Grains.AuditTrail;

/// <summary>Reads one stream of the audit trail, a record at a time.</summary>
internal sealed class TrailReader : IAsyncDisposable
{
    private readonly IAsyncEnumerator<TrailRecord> _records;

    /// <summary>Makes a reader.</summary>
    /// <param name="name">Name of the stream.</param>
    /// <param name="read">Sequence of the last record that was read; 0 before the first.</param>
    /// <param name="open">The records from a sequence on.</param>
    public TrailReader(string name, long read, Func<long, IAsyncEnumerable<TrailRecord>> open) =>
        (Name, Read, _records) = (name, read, open(read + 1).GetAsyncEnumerator());

    /// <summary>Name of the stream.</summary>
    public string Name { get; }

    /// <summary>Sequence of the last record that was taken; 0 before the first.</summary>
    public long Read { get; private set; }

    /// <summary>The next record.</summary>
    public TrailRecord Next => _records.Current;

    /// <summary>Goes to the next record; false after the last one.</summary>
    public ValueTask<bool> MoveAsync() => _records.MoveNextAsync();

    /// <summary>Takes the next record.</summary>
    public void Take() => Read = Next.Sequence;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _records.DisposeAsync();
}
