using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Books;
using TradingOps.Grains.Feeds;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Kafka;

/// <summary>
/// Publishes the market of a symbol from its journal: orders, executions, trades and ticks, a page at a time. A page is done
/// when all of its messages are acknowledged. Used within one grain's turns only.
/// </summary>
internal sealed class MarketPublication(
    string symbol, KafkaServices services, PublishedLog log, IGrainFactory grains, KafkaTroubles troubles) : IPublication
{
    private static readonly TimeSpan TryTopicsEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AskStoreEvery = TimeSpan.FromMilliseconds(50);
    private const int AskStoreTimes = 20;

    private readonly PublishedTopics _topics =
        new(services, log, KafkaTopic.Orders, KafkaTopic.Executions, KafkaTopic.Trades, KafkaTopic.Ticks);

    private IOrderBookGrain Book => grains.GetOrderBook(symbol);

    /// <inheritdoc/>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        await _topics.BeginAsync(FindBeginAsync);
        var usable = _topics.Usable;
        if (usable.Length == 0)
        {
            _topics.ShowLag(await Book.GetSequence(null));
            await Task.Delay(TryTopicsEvery, services.Clock, cancellationToken);
            return true;
        }
        var from = usable.Min(_topics.Sequence);
        await services.Pages.WaitAsync(cancellationToken);
        try
        {
            if (await TryPublishAsync(from, usable, cancellationToken)) return true;
        }
        finally
        {
            services.Pages.Release();
        }
        var end = await Book.GetSequence(from);
        _topics.ShowLag(end);
        if (end < from)
        {
            troubles.WentBack(symbol, from, end);
            _topics.GoBackTo(end);
        }
        return true;
    }

    /// <summary>Shows how far it is behind, while a page waits.</summary>
    public async Task ShowLagAsync() => _topics.ShowLag(await Book.GetSequence(null));

    /// <inheritdoc/>
    public void Dispose() => _topics.Dispose();

    /// <summary>False if there is nothing behind a record.</summary>
    private async Task<bool> TryPublishAsync(long from, KafkaTopic[] usable, CancellationToken cancellationToken)
    {
        var records = services.Journal.ReadStreamAsync(JournalStreams.Book(symbol), from + 1, cancellationToken);
        var page = await MarketPage.ReadAsync(records, from, long.MaxValue, services.Catalogue[symbol]);
        if (page.Last == from) return false;
        if (page.First > from + 1) troubles.Gap(symbol, from + 1, page.First - 1);
        await Task.WhenAll(usable.Select(topic => PublishAsync(topic, page, cancellationToken)));
        if (services.Producer.Wants(KafkaTopic.Positions))
            foreach (var account in page.Accounts) await grains.GetKafkaPublisher(KafkaSource.Account(account)).Wake();
        return true;
    }

    private async Task PublishAsync(KafkaTopic topic, MarketPage page, CancellationToken cancellationToken)
    {
        var cursor = _topics.Sequence(topic);
        if (page.Last <= cursor) return;
        var messages = topic == KafkaTopic.Orders
            ? await OrdersOfAsync(page, cancellationToken)
            : MessagesOf(topic, page);
        try
        {
            await services.Producer.SendAsync([.. messages.Where(m => m.Sequence > cursor)], cancellationToken);
            _topics.Published(topic, page.Last);
        }
        catch (KafkaSendException e) when (e.IsOfTopic)
        {
            // The others go on; this one is tried again from its own place.
            troubles.Refused(symbol, topic, e);
        }
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

    /// <summary>Asks the store until it shows the changes: it may be a moment behind the journal.</summary>
    private async Task<Dictionary<string, OrderView>> FindAsync(
        Dictionary<string, OrderChange> last, CancellationToken cancellationToken)
    {
        for (var asked = 1; ; asked++)
        {
            var found = await services.Orders.FindOrdersAsync([.. last.Keys], cancellationToken);
            var orders = found.ToDictionary(o => o.Id, StringComparer.Ordinal);
            var missing = last.Values.Count(c => !orders.TryGetValue(c.OrderId, out var order) || order.UpdatedAt < c.At);
            if (missing == 0) return orders;
            if (asked == AskStoreTimes)
            {
                // Old records of orders may be archived: those are left out.
                troubles.OrdersMissing(symbol, missing);
                return orders;
            }
            await Task.Delay(AskStoreEvery, services.Clock, cancellationToken);
        }
    }

    /// <summary>The last record before the start.</summary>
    private async Task<long> FindBeginAsync()
    {
        var start = await grains.GetKafkaStart().GetStart(KafkaStart.Propose(services.Options.Value));
        if (start == 0) return 0;
        // Times of a market's records only grow.
        var (low, high) = (0L, await Book.GetSequence(null) + 1);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            var record = await FirstFromAsync(middle);
            if (record is { } first && first.Time < start) low = first.Sequence;
            else high = middle;
        }
        return low;
    }

    private async Task<(long Sequence, long Time)?> FirstFromAsync(long sequence)
    {
        var stream = JournalStreams.Book(symbol);
        await foreach (var stored in services.Journal.ReadStreamAsync(stream, sequence, CancellationToken.None))
            return (stored.Sequence, MarketRecordCodec.Decode(stored.Payload).Command.Time);
        return null;
    }
}
