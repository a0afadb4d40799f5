using TradingOps.Grains.Feeds;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Kafka;

/// <summary>
/// Pages of a market's journal. The topics of a market are mostly at the same place: the last page is kept for the next of them.
/// Used within one grain's turns only.
/// </summary>
/// <param name="symbol">The market.</param>
/// <param name="readers">How many topics read each page; the last of them lets go of it.</param>
/// <param name="services">What it needs of its silo.</param>
internal sealed class MarketPages(string symbol, int readers, KafkaServices services)
{
    private long _after = -1;
    private int _reads;
    private MarketPage? _last;

    /// <summary>Returns the page that follows a record. The page is empty at the end of the journal.</summary>
    public async Task<MarketPage> ReadAsync(long after, CancellationToken cancellationToken)
    {
        if (_last is { } kept && after == _after)
        {
            if (++_reads == readers) _last = null;
            return kept;
        }
        var records = services.Journal.ReadStreamAsync(JournalStreams.Book(symbol), after + 1, cancellationToken);
        var page = await MarketPage.ReadAsync(records, after, long.MaxValue, services.Catalogue[symbol]);
        if (page.Last > after && readers > 1) (_after, _reads, _last) = (after, 1, page);
        return page;
    }
}
