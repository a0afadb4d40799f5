using Microsoft.Extensions.Logging;
using TradingOps.Grains.Incidents;

namespace TradingOps.Grains.Kafka;

/// <summary>Says what goes wrong in a publisher: in the log, and what consumers have to know as incidents.</summary>
internal sealed class KafkaTroubles(IncidentOutbox incidents, ILogger logger)
{
    private readonly HashSet<KafkaTopic> _delayed = [];

    /// <summary>Records are not in the journal any more, and were not published.</summary>
    public void Gap(string source, KafkaTopic topic, long first, long last)
    {
        Log.Gap(logger, source, topic, first, last);
        Open($"kafka_gap: records {first} to {last} of {source} were removed before they were published", $"kafka:gap:{source}");
    }

    /// <summary>The journal ends before what was published.</summary>
    public void WentBack(string source, KafkaTopic topic, long published, long end)
    {
        Log.WentBack(logger, source, topic, published, end);
        Open(
            $"the journal of {source} ends at {end}, and {published} was published: consumers know records that are gone",
            $"kafka:back:{source}");
    }

    /// <summary>Orders are not in the store.</summary>
    public void OrdersMissing(string source, int count) => Log.OrdersMissing(logger, source, count);

    /// <summary>It cannot go on now. Logged once until it has gone on.</summary>
    public void Delayed(string source, KafkaTopic topic, Exception e)
    {
        if (_delayed.Add(topic)) Log.Delayed(logger, source, topic, e);
    }

    /// <summary>It has gone on.</summary>
    public void WentOn(KafkaTopic topic) => _delayed.Remove(topic);

    private void Open(string title, string key) => incidents.Open(KafkaIncidents.Of(title, key));
}
