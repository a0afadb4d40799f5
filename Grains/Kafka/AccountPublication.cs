using TradingOps.Grains.Feeds;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Kafka;

/// <summary>
/// Publishes an account: the orders that were refused before they reached a market, from its journal, and the positions that
/// have changed. Used within one grain's turns only.
/// </summary>
internal sealed class AccountPublication(
    string account, KafkaServices services, PublishedLog log, IGrainFactory grains, KafkaTroubles troubles) : IPublication
{
    private const int MaxRecords = 256;

    private const string ReportPrefix = "report:";
    private const string FlatPrefix = "flat:";

    /// <summary>How long a flat position is shown before its tombstone.</summary>
    private static readonly TimeSpan KeepFlat = TimeSpan.FromDays(1);

    private readonly PublishedTopics _topics = new(services, log, KafkaTopic.Orders, KafkaTopic.Executions);
    private readonly string _source = "@" + account;

    /// <inheritdoc/>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        await _topics.BeginAsync(FindBeginAsync);
        var isMore = await PublishRefusedAsync(cancellationToken);
        if (services.Producer.Wants(KafkaTopic.Positions) && services.Producer.IsUsable(KafkaTopic.Positions))
            await PublishPositionsAsync(cancellationToken);
        return isMore;
    }

    /// <inheritdoc/>
    public void Dispose() => _topics.Dispose();

    /// <summary>Whether there may be more.</summary>
    private async Task<bool> PublishRefusedAsync(CancellationToken cancellationToken)
    {
        var usable = _topics.Usable;
        if (usable.Length == 0) return false;
        var from = usable.Min(_topics.Sequence);
        var (last, refused) = (from, new List<OrderChange>());
        await foreach (var (sequence, record) in ReadAsync(from + 1))
        {
            if (sequence - from > MaxRecords) break;
            if (last == from && sequence > from + 1 && from > 0) troubles.Gap(_source, from + 1, sequence - 1);
            last = sequence;
            if (record.Denied is { } denied)
                refused.Add(OrderChanges.Of(account, sequence, denied, services.Catalogue[denied.Symbol]));
        }
        foreach (var topic in usable.Where(t => _topics.Sequence(t) < last))
        {
            var wanted = refused.Where(c => c.Sequence > _topics.Sequence(topic));
            var messages = topic == KafkaTopic.Orders
                ? wanted.Select(c => KafkaMessages.Order(c, _source, c.Order!))
                : wanted.Select(c => KafkaMessages.Execution(c, _source));
            try
            {
                await services.Producer.SendAsync([.. messages], cancellationToken);
                _topics.Published(topic, last);
            }
            catch (KafkaSendException e) when (e.IsOfTopic)
            {
                troubles.Refused(_source, topic, e);
            }
        }
        return last - from == MaxRecords;
    }

    private async Task PublishPositionsAsync(CancellationToken cancellationToken)
    {
        var page = await grains.GetAccount(account).ReadFeed(null);
        var now = services.Clock.GetMicroseconds();
        var changed = page.Positions.Where(p => log.Find(ReportPrefix + p.Symbol) != p.LastReport).ToList();
        var messages = changed.Select(p => KafkaMessages.Position(account, p.Symbol, p, p.LastReport, now)).ToList();
        var gone = page.Positions.Except(changed).Where(p => p.Quantity == 0
            && log.Find(FlatPrefix + p.Symbol) is { } since && now - since > KeepFlat.TotalMicroseconds).ToList();
        messages.AddRange(gone.Select(p => KafkaMessages.Position(account, p.Symbol, null, p.LastReport, now)));
        try
        {
            await services.Producer.SendAsync(messages, cancellationToken);
        }
        catch (KafkaSendException e) when (e.IsOfTopic)
        {
            troubles.Refused(_source, KafkaTopic.Positions, e);
            return;
        }
        foreach (var position in changed)
        {
            log.Set(ReportPrefix + position.Symbol, position.LastReport);
            if (position.Quantity == 0) log.Set(FlatPrefix + position.Symbol, now);
            else log.Remove(FlatPrefix + position.Symbol);
        }
        foreach (var position in gone) log.Remove(FlatPrefix + position.Symbol);
    }

    /// <summary>The last record before the start.</summary>
    private async Task<long> FindBeginAsync()
    {
        var start = await grains.GetKafkaStart().GetStart(KafkaStart.Propose(services.Options.Value));
        var last = 0L;
        if (start == 0) return last;
        await foreach (var (sequence, record) in ReadAsync(1))
        {
            if (record.Time >= start) break;
            last = sequence;
        }
        return last;
    }

    private async IAsyncEnumerable<(long Sequence, Engine.Accounts.AccountRecord Record)> ReadAsync(long from)
    {
        var stream = JournalStreams.Account(account);
        await foreach (var stored in services.Journal.ReadStreamAsync(stream, from, CancellationToken.None))
            yield return (stored.Sequence, Engine.Accounts.AccountJson.DecodeRecord(stored.Payload.Span));
    }
}
