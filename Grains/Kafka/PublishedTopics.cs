namespace TradingOps.Grains.Kafka;

/// <summary>
/// The topics into which one journal stream is published, and up to which record each of them is: one that refuses messages does
/// not hold up the others. Used within one grain's turns only.
/// </summary>
internal sealed class PublishedTopics(KafkaServices services, PublishedLog log, params KafkaTopic[] topics) : IDisposable
{
    private readonly KafkaTopic[] _wanted = Array.FindAll(topics, services.Producer.Wants);
    private readonly Dictionary<KafkaTopic, long> _lags = [];

    /// <summary>The topics that are wanted and take messages now.</summary>
    public KafkaTopic[] Usable => Array.FindAll(_wanted, services.Producer.IsUsable);

    /// <summary>
    /// Sets a beginning for each topic that has none: where the others are, or, if no topic has one, what is found.
    /// </summary>
    public async Task BeginAsync(Func<Task<long>> find)
    {
        var unset = Array.FindAll(_wanted, t => log.Find(NameOf(t)) is null);
        if (unset.Length == 0) return;
        var begin = unset.Length < _wanted.Length ? _wanted.Except(unset).Max(this.Sequence) : await find();
        foreach (var topic in unset) log.Set(NameOf(topic), begin);
    }

    /// <summary>Sequence of the last record that is published into a topic.</summary>
    public long Sequence(KafkaTopic topic) => log.Find(NameOf(topic)) ?? 0;

    /// <summary>A topic is published up to a record.</summary>
    public void Published(KafkaTopic topic, long sequence) => log.Set(NameOf(topic), sequence);

    /// <summary>Goes back to a record: those behind it are gone from the journal.</summary>
    public void GoBackTo(long sequence)
    {
        foreach (var topic in _wanted.Where(t => this.Sequence(t) > sequence)) log.Set(NameOf(topic), sequence);
    }

    /// <summary>Shows how far each topic is behind the end of the journal.</summary>
    public void ShowLag(long end)
    {
        foreach (var topic in _wanted) Show(topic, Math.Max(0, end - this.Sequence(topic)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var topic in _wanted) Show(topic, 0);
    }

    private void Show(KafkaTopic topic, long lag)
    {
        services.Metrics.Lag(topic, lag - _lags.GetValueOrDefault(topic));
        _lags[topic] = lag;
    }

    private static string NameOf(KafkaTopic topic) => topic.ToString();
}
