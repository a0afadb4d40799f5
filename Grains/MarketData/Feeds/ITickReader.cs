namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>Reads all partitions of a topic. Its group remembers how far it has read.</summary>
public interface ITickReader : IAsyncDisposable
{
    /// <summary>
    /// The next messages; none after a moment without any. <see cref="IOException"/> if this reader can read no more.
    /// </summary>
    Task<IReadOnlyList<TopicMessage>> ReadAsync(int limit, CancellationToken cancellationToken);

    /// <summary>What went wrong since the last time, while it goes on; null if nothing did.</summary>
    string? TakeError();

    /// <summary>
    /// What was read last needs not be read again. <see cref="IOException"/> if that could not be remembered: it may be.
    /// </summary>
    Task CommitAsync();
}
