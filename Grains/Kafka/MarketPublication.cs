using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Books;
using TradingOps.Grains.Feeds;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Kafka;

/// <summary>
/// Publishes the market of a symbol into one topic, from its journal, a page at a time. A page is done when all of its messages
/// are acknowledged. Used within one grain's turns only.
/// </summary>
internal sealed class MarketPublication(
    string symbol, PublishedTopic published, MarketPages pages, KafkaServices services, IGrainFactory grains,
    KafkaTroubles troubles) : IPublication
{
    /// <summary>The topics that hold what happens in a market.</summary>
    public static readonly KafkaTopic[] Topics =
        [KafkaTopic.Orders, KafkaTopic.Executions, KafkaTopic.Trades, KafkaTopic.Ticks];

    private const int AskStoreTimes = 20;

    private static readonly TimeSpan AskStoreEvery = TimeSpan.FromMilliseconds(50);

    private IOrderBookGrain Book => grains.GetOrderBook(symbol);

    /// <inheritdoc/>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        await published.BeginAsync(Topics, FindBeginAsync);
        if (await published.WaitIfRefusedAsync(cancellationToken)) return true;
        var from = published.Sequence;
        var room = services.PagesOf(published.Topic);
        await room.WaitAsync(cancellationToken);
        try
        {
            if (await TryPublishAsync(from, cancellationToken)) return true;
        }
        finally
        {
            room.Release();
        }
        var end = await Book.GetSequence(from);
        published.ShowLag(end);
        if (end >= from) return true;
        troubles.WentBack(symbol, published.Topic, from, end);
        published.Published(end);
        return true;
    }

    /// <inheritdoc/>
    public async Task ShowLagAsync() => published.ShowLag(await Book.GetSequence(null));

    /// <inheritdoc/>
    public void Dispose() => published.Dispose();

    /// <summary>False if there is nothing behind a record.</summary>
    private async Task<bool> TryPublishAsync(long from, CancellationToken cancellationToken)
    {
        var page = await pages.ReadAsync(from, cancellationToken);
        if (page.Last == from) return false;
        if (page.First > from + 1) troubles.Gap(symbol, published.Topic, from + 1, page.First - 1);
        var messages = published.Topic == KafkaTopic.Orders
            ? await OrdersOfAsync(page, cancellationToken)
            : MessagesOf(published.Topic, page);
        await services.Producer.SendAsync([.. messages], cancellationToken);
        published.Published(page.Last);
        return true;
    }

    private static IEnumerable<KafkaMessage> MessagesOf(KafkaTopic topic, MarketPage page)
    {
        var prints = page.Changes.Where(c => c.Kind == BookEventKind.Traded && !c.IsCounter);
        return topic switch
        {
            KafkaTopic.Executions => page.Changes.Select(c => KafkaMessages.Execution(c, c.Symbol)),
            KafkaTopic.Trades => prints.Select(KafkaMessages.Trade).Concat(RevisionsOf(page)).OrderBy(m => m.Sequence),
            _ => prints.Select(KafkaMessages.Tick),
        };
    }

    private static IEnumerable<KafkaMessage> RevisionsOf(MarketPage page) => page.Revisions
        .Select(r => KafkaMessages.Revision(r, page.Changes.Count(c => c.Sequence == r.Sequence)));

    /// <summary>The orders of a page as they stand, each at its last change there.</summary>
    private async Task<IEnumerable<KafkaMessage>> OrdersOfAsync(MarketPage page, CancellationToken cancellationToken)
    {
        var last = new Dictionary<string, OrderChange>(StringComparer.Ordinal);
        foreach (var change in page.Changes) last[change.OrderId] = change;
        var orders = await FindAsync(last, cancellationToken);
        return last.Values.Where(c => orders.ContainsKey(c.OrderId)).OrderBy(c => (c.Sequence, c.Place))
            .Select(c => KafkaMessages.Order(c, symbol, orders[c.OrderId]));
    }

    /// <summary>
    /// Asks the store until it shows the changes: it may be a moment behind the journal. <see cref="TimeoutException"/> if it
    /// shows older ones for longer. Orders that it has no more are left out.
    /// </summary>
    private async Task<Dictionary<string, OrderView>> FindAsync(
        Dictionary<string, OrderChange> last, CancellationToken cancellationToken)
    {
        for (var asked = 1; ; asked++)
        {
            var found = await services.Orders.FindOrdersAsync([.. last.Keys], cancellationToken);
            var orders = found.ToDictionary(o => o.Id, StringComparer.Ordinal);
            var stale = orders.Values.Count(o => o.UpdatedAt < last[o.Id].At);
            var missing = last.Count - orders.Count;
            if (stale == 0 && missing == 0) return orders;
            if (asked == AskStoreTimes)
            {
                if (stale > 0) throw new TimeoutException($"the store shows {stale} orders as they were before");
                troubles.OrdersMissing(symbol, missing);
                return orders;
            }
            await Task.Delay(AskStoreEvery, services.Clock, cancellationToken);
        }
    }

    private async Task<long> FindBeginAsync()
    {
        var start = await grains.GetKafkaStart().GetStart(KafkaStart.Propose(services.Options.Value));
        return await services.Journal.FindLastBeforeAsync(
            JournalStreams.Book(symbol), start, bytes => MarketRecordCodec.Decode(bytes).Command.Time);
    }
}
