using TradingOps.Engine.Accounts;
using TradingOps.Grains.Feeds;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Kafka;

/// <summary>
/// Publishes the orders of an account that were refused before they reached a market into one topic, from the account's journal.
/// Used within one grain's turns only.
/// </summary>
internal sealed class RefusedOrderPublication(
    string account, PublishedTopic published, KafkaServices services, IGrainFactory grains, KafkaTroubles troubles) : IPublication
{
    /// <summary>The topics that hold refused orders.</summary>
    public static readonly KafkaTopic[] Topics = [KafkaTopic.Orders, KafkaTopic.Executions];

    private const int MaxRecords = 256;

    private readonly string _source = "@" + account;

    private string Stream => JournalStreams.Account(account);

    /// <inheritdoc/>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        await published.BeginAsync(Topics, FindBeginAsync);
        if (await published.WaitIfRefusedAsync(cancellationToken)) return true;
        var from = published.Sequence;
        var (last, read, refused) = (from, 0, new List<OrderChange>());
        await foreach (var stored in services.Journal.ReadStreamAsync(Stream, from + 1, cancellationToken))
        {
            if (read == MaxRecords) break;
            if (stored.Sequence > last + 1) troubles.Gap(_source, published.Topic, last + 1, stored.Sequence - 1);
            (last, read) = (stored.Sequence, read + 1);
            if (AccountJson.DecodeRecord(stored.Payload.Span).Denied is { } denied)
                refused.Add(OrderChanges.Of(account, last, denied, services.Catalogue[denied.Symbol]));
        }
        if (last == from) return false;
        await services.Producer.SendAsync([.. refused.Select(MessageOf)], cancellationToken);
        published.Published(last);
        return read == MaxRecords;
    }

    /// <inheritdoc/>
    public void Dispose() => published.Dispose();

    private KafkaMessage MessageOf(OrderChange change) => published.Topic == KafkaTopic.Orders
        ? KafkaMessages.Order(change, _source, change.Order!)
        : KafkaMessages.Execution(change, _source);

    private async Task<long> FindBeginAsync()
    {
        var start = await grains.GetKafkaStart().GetStart(KafkaStart.Propose(services.Options.Value));
        return await services.Journal.FindLastBeforeAsync(
            Stream, start, bytes => AccountJson.DecodeRecord(bytes.Span).Time);
    }
}
