using TradingOps.Grains;
using TradingOps.Grains.Books;
using TradingOps.Grains.Feeds;

namespace TradingOps.Client.Streams;

/// <summary>Orders, trades and the book of one symbol.</summary>
internal sealed class SymbolFeed(string symbol, IGrainFactory grains, StreamOptions options, ILogger logger)
    : StreamFeed(symbol, options, logger)
{
    private long? _sequence;
    private BookView? _book;
    private StreamEvent? _snapshot;

    /// <inheritdoc/>
    public override async Task<FeedPosition> ReadAsync(FeedPosition from, List<StreamEvent> events)
    {
        var page = await AskAsync(from.LastWhole);
        if (page.IsReset)
        {
            events.Add(StreamEvents.OfReset(Key, new(page.Sequence)));
            return new(page.Sequence);
        }
        StreamEvents.AddLog(events, page);
        events.RemoveAll(e => e.Position <= from);
        return page.Sequence > from.LastWhole ? new(page.Sequence) : from;
    }

    /// <inheritdoc/>
    protected override async Task StepAsync()
    {
        var page = await AskAsync(_sequence);
        var events = new List<StreamEvent>();
        var startOver = page.IsReset || _sequence is null;
        if (page.IsReset) events.Add(StreamEvents.OfReset(Key, new(page.Sequence)));
        StreamEvents.AddLog(events, page);
        var change = page.Book is not { } book ? null
            : _book is null || startOver ? BookImage.Snapshot(book)
            : BookImage.Update(_book, book);
        if (change is not null) events.Add(StreamEvents.Of(change));
        _sequence = page.Sequence;
        Publish(new(page.Sequence), events, () => { if (change is not null) (_book, _snapshot) = (page.Book, null); }, startOver);
    }

    /// <inheritdoc/>
    protected override IEnumerable<StreamEvent> State() =>
        _book is null ? [] : [_snapshot ??= StreamEvents.Of(BookImage.Snapshot(_book))];

    private async Task<MarketFeedPage> AskAsync(long? after) => await grains.GetOrderBook(Key).ReadFeed(after)
        ?? throw new InvalidOperationException($"there is no instrument {Key}");
}
