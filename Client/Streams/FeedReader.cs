using TradingOps.Grains;

namespace TradingOps.Client.Streams;

/// <summary>One reader's way through one feed: from the journal until it has caught up, then from the ring.</summary>
internal sealed class FeedReader(StreamFeed feed, FeedPosition? from)
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMilliseconds(500);

    private FeedPosition? _from = from;
    private RingPlace? _place;

    /// <summary>Names the journal.</summary>
    public string Key => feed.Key;

    /// <summary>How far the reader has come; null before it has begun.</summary>
    public FeedPosition? Position => _place?.Position ?? _from;

    /// <summary>Whether the ring does not cover the reader yet: <see cref="ReadPageAsync"/> brings it nearer.</summary>
    public bool IsBehind { get; private set; }

    /// <summary><see cref="FeedFailedException"/> if nothing will come of the feed any more.</summary>
    public void ThrowIfFailed()
    {
        if (feed.HasFailed) throw new FeedFailedException(feed.Key);
    }

    /// <summary>Takes what the ring has for the reader, at most a batch.</summary>
    /// <returns>False if the ring has gone past the reader.</returns>
    public bool TryRead(List<StreamEvent> events)
    {
        if (_place is { } place)
        {
            var isThere = feed.TryTake(ref place, events);
            _place = place;
            return isThere;
        }
        IsBehind = !feed.TryAttach(_from, events, out place);
        if (!IsBehind) _place = place;
        return true;
    }

    /// <summary>Takes a page from the journal.</summary>
    public async Task ReadPageAsync(List<StreamEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            _from = await feed.ReadAsync(_from!.Value, events);
        }
        catch (Exception e) when (GrainCall.IsFailure(e, cancellationToken))
        {
            events.Clear();
            await Task.Delay(TryAgainAfter, cancellationToken);
        }
    }
}
