using Microsoft.Extensions.Options;

namespace TradingOps.Client.Streams;

/// <summary>The feeds that have readers now: each begins with its first reader and ends with its last.</summary>
internal sealed class StreamHub(IGrainFactory grains, IOptions<StreamOptions> options, ILogger<StreamHub> logger)
{
    private const int MaxCatchingUp = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, StreamFeed> _feeds = new(StringComparer.Ordinal);

    /// <summary>Bounds the readers that read pages of the journal at one time.</summary>
    public SemaphoreSlim CatchingUp { get; } = new(MaxCatchingUp);

    /// <summary>Adds a reader to the feeds that it needs.</summary>
    public StreamFeed[] Join(StreamRequest request, StreamSignal reader)
    {
        lock (_gate)
        {
            return [.. request.FeedKeys().Select(key =>
            {
                if (!_feeds.TryGetValue(key, out var feed) || feed.HasFailed)
                {
                    _feeds[key] = feed = Make(key);
                    feed.Start();
                }
                feed.Add(reader);
                return feed;
            })];
        }
    }

    /// <summary>Takes a reader out.</summary>
    public void Leave(IEnumerable<StreamFeed> feeds, StreamSignal reader)
    {
        lock (_gate)
        {
            foreach (var feed in feeds)
            {
                if (!feed.Remove(reader)) continue;
                feed.Stop();
                // One that failed may have been replaced.
                if (_feeds.GetValueOrDefault(feed.Key) == feed) _feeds.Remove(feed.Key);
            }
        }
    }

    private StreamFeed Make(string key) => key switch
    {
        BreakerFeed.BreakersKey => new BreakerFeed(grains, options.Value, logger),
        DeskFeed.DeskKey => new DeskFeed(grains, options.Value, logger),
        _ when PriceFeed.IsKey(key) => new PriceFeed(key[1..], grains, options.Value, logger),
        ['@', .. var account] => new AccountFeed(account, grains, options.Value, logger),
        _ => new SymbolFeed(key, grains, options.Value, logger),
    };
}
