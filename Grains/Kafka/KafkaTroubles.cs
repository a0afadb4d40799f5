using Microsoft.Extensions.Logging;
using TradingOps.Grains.Incidents;

namespace TradingOps.Grains.Kafka;

/// <summary>Says what goes wrong in a publisher: in the log, and what consumers have to know as incidents.</summary>
internal sealed class KafkaTroubles(IncidentOutbox incidents, ILogger logger)
{
    private bool _isDelayed;

    /// <summary>Records are not in the journal any more, and were not published.</summary>
    public void Gap(string source, long first, long last)
    {
        Log.Gap(logger, source, first, last);
        Open($"kafka_gap: records {first} to {last} of {source} were removed before they were published", $"kafka:gap:{source}");
    }

    /// <summary>The journal ends before what was published.</summary>
    public void WentBack(string source, long published, long end)
    {
        Log.WentBack(logger, source, published, end);
        Open(
            $"the journal of {source} ends at {end}, and {published} was published: consumers know records that are gone",
            $"kafka:back:{source}");
    }

    /// <summary>A topic refuses messages.</summary>
    public void Refused(string source, KafkaTopic topic, Exception e) => Log.Refused(logger, source, topic, e);

    /// <summary>Orders are not in the store.</summary>
    public void OrdersMissing(string source, int count) => Log.OrdersMissing(logger, source, count);

    /// <summary>It cannot go on now. Logged once until it has gone on.</summary>
    public void Delayed(string source, Exception e)
    {
        if (!_isDelayed) Log.Delayed(logger, source, e);
        _isDelayed = true;
    }

    /// <summary>It has gone on.</summary>
    public void WentOn() => _isDelayed = false;

    private void Open(string title, string key) => incidents.Open(new()
    {
        Type = IncidentType.Kafka,
        Severity = IncidentSeverity.Sev3,
        Title = title,
        Source = "kafka",
        DedupKey = key,
    });
}
