using TradingOps.Grains.MarketData;

namespace TradingOps.Grains.Kafka;

/// <summary>
/// Publishes the prices and the book of a symbol as they stand, at most once an interval: what changes in between is left out.
/// Used within one grain's turns only.
/// </summary>
internal sealed class PricePublication(string symbol, KafkaServices services, IGrainFactory grains) : IPublication
{
    private DataPage? _known;
    private long _book;
    private long _time;

    /// <inheritdoc/>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        var page = await grains.GetMarketData(symbol).ReadFeed(_known?.Version);
        if (page is null) return false;
        // Sequences of prices are times: they grow, whatever the clock does.
        _time = Math.Max(_time + 1, services.Clock.GetMicroseconds());
        if (page.Price != _known?.Price) await SendAsync(KafkaTopic.Quotes, KafkaMessages.Quote(page.Price, _time));
        if (services.Producer.Wants(KafkaTopic.Books)
            && await grains.GetOrderBook(symbol).GetBook(Feeds.MarketFeedPage.Depth) is { } book && book.Sequence != _book)
        {
            await SendAsync(KafkaTopic.Books, KafkaMessages.Book(book, _time));
            _book = book.Sequence;
        }
        _known = page;
        await Task.Delay(services.Options.Value.QuoteInterval, services.Clock, cancellationToken);
        return true;

        Task SendAsync(KafkaTopic topic, KafkaMessage message) =>
            services.Producer.Wants(topic) && services.Producer.IsUsable(topic)
                ? services.Producer.SendAsync([message], cancellationToken)
                : Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
