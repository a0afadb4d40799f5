using TradingOps.Grains.Feeds;
using TradingOps.Grains.MarketData;

namespace TradingOps.Grains.Kafka;

/// <summary>
/// Publishes the prices or the book of a symbol as they stand, at most once an interval: what changes in between is left out.
/// Used within one grain's turns only.
/// </summary>
internal sealed class PricePublication(
    string symbol, PublishedTopic published, KafkaServices services, IGrainFactory grains) : IPublication
{
    /// <summary>The topics that hold prices.</summary>
    public static readonly KafkaTopic[] Topics = [KafkaTopic.Quotes, KafkaTopic.Books];

    private DataPage? _known;
    private long _book;
    private long _time;

    /// <inheritdoc/>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        if (await published.WaitIfRefusedAsync(cancellationToken)) return true;
        var page = await grains.GetMarketData(symbol).ReadFeed(_known?.Version);
        if (page is null) return false;
        // Sequences of prices are times: they grow, whatever the clock does.
        _time = Math.Max(_time + 1, services.Clock.GetMicroseconds());
        if (published.Topic == KafkaTopic.Books)
        {
            if (await grains.GetOrderBook(symbol).GetBook(MarketFeedPage.Depth) is { } book && book.Sequence != _book)
            {
                await services.Producer.SendAsync([KafkaMessages.Book(book, _time)], cancellationToken);
                _book = book.Sequence;
            }
        }
        else if (page.Price != _known?.Price)
        {
            await services.Producer.SendAsync([KafkaMessages.Quote(page.Price, _time)], cancellationToken);
        }
        _known = page;
        await Task.Delay(services.Options.Value.QuoteInterval, services.Clock, cancellationToken);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => published.Dispose();
}
