namespace TradingOps.Client.Streams;

/// <summary>Where a reader is in the ring of a feed.</summary>
/// <param name="Index">Index of the next event.</param>
/// <param name="StateIndex">States before this index are in the state that the reader was given.</param>
/// <param name="Position">The reader's position in the journal.</param>
internal readonly record struct RingPlace(long Index, long StateIndex, FeedPosition Position);
