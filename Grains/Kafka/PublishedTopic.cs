namespace TradingOps.Grains.Kafka;

/// <summary>
/// One topic into which a journal stream is published: up to which record, and how far behind. Used within one grain's turns
/// only.
/// </summary>
internal sealed class PublishedTopic(KafkaTopic topic, KafkaServices services, PublishedLog log) : IDisposable
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    private readonly string _name = topic.ToString();
    private long _lag;

    /// <summary>The topic.</summary>
    public KafkaTopic Topic => topic;

    /// <summary>Sequence of the last record that is published into it.</summary>
    public long Sequence => log.Find(_name) ?? 0;

    /// <summary>
    /// Sets a beginning for every topic of the stream that has none: where the others are, or, if none has one, what is found.
    /// All of them at once, before the first goes on.
    /// </summary>
    public async Task BeginAsync(KafkaTopic[] topics, Func<Task<long>> find)
    {
        if (log.Find(_name) is not null) return;
        var begin = topics.Select(t => log.Find(t.ToString())).Max() ?? await find();
        foreach (var name in topics.Where(services.Producer.Wants).Select(t => t.ToString()))
            if (log.Find(name) is null) log.Set(name, begin);
    }

    /// <summary>Waits a moment if the topic takes no messages now; returns whether it did.</summary>
    public async Task<bool> WaitIfRefusedAsync(CancellationToken cancellationToken)
    {
        if (services.Producer.IsUsable(topic)) return false;
        await Task.Delay(LookAgainAfter, services.Clock, cancellationToken);
        return true;
    }

    /// <summary>It is published up to a record.</summary>
    public void Published(long sequence) => log.Set(_name, sequence);

    /// <summary>Shows how far it is behind the end of the journal.</summary>
    public void ShowLag(long end)
    {
        var lag = Math.Max(0, end - Sequence);
        services.Metrics.Lag(topic, lag - _lag);
        _lag = lag;
    }

    /// <inheritdoc/>
    public void Dispose() => ShowLag(Sequence);
}
