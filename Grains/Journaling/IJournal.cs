namespace TradingOps.Grains.Journaling;

/// <summary>
/// The truth: streams of records, each durable before its append completes. A (stream, sequence) pair exists once, so that of two
/// activations of one grain only one can go on.
/// </summary>
public interface IJournal
{
    /// <summary>
    /// Why the store is known to take no records now; null if it takes them. A grain that asks before it changes its state need
    /// not discard the state when the append fails.
    /// </summary>
    string? Fault => null;

    /// <summary>
    /// Opens a stream for one activation, which reads it to the end before it appends. <see cref="JournalException"/> if it
    /// cannot be read.
    /// </summary>
    ValueTask<IJournalStream> OpenAsync(string stream, CancellationToken cancellationToken);

    /// <summary>
    /// The durable records of a stream from a sequence on, in order. <see cref="JournalException"/> if it cannot be read.
    /// </summary>
    IAsyncEnumerable<JournalRecord> ReadAsync(string stream, long fromSequence, CancellationToken cancellationToken);

    /// <summary>Names of the streams that begin with a prefix.</summary>
    ValueTask<IReadOnlyList<string>> ListStreamsAsync(string prefix, CancellationToken cancellationToken);
}
