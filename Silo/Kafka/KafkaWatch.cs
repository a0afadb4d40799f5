using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Options;
using TradingOps.Grains.Kafka;
using TradingOps.Hosting;

namespace TradingOps.Silo.Kafka;

/// <summary>Says which topics are missing, once a broker answers, and makes them if it is to.</summary>
internal sealed class KafkaWatch(
    KafkaProducer producer, IOptions<KafkaOptions> options, TimeProvider clock, ILogger<KafkaWatch> logger)
    : PollingService(TimeSpan.FromSeconds(5), clock, logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private bool _isDone;
    private bool _isLogged;

    protected override async Task StepAsync(CancellationToken cancellationToken)
    {
        if (_isDone) return;
        try
        {
            using var admin = new DependentAdminClientBuilder(producer.Handle).Build();
            var known = await Task.Run(() => admin.GetMetadata(Patience), cancellationToken);
            var missing = producer.Names.Where(t => !known.Topics.Exists(k => k.Topic == t.Value)).ToList();
            if (missing.Count > 0 && options.Value.CreateTopics) await MakeAsync(admin, missing);
            else if (missing.Count > 0) Log.TopicsMissing(Logger, Join(missing));
            _isDone = true;
        }
        catch (KafkaException e)
        {
            if (!_isLogged) Log.TopicsUnknown(Logger, e);
            _isLogged = true;
        }
    }

    private async Task MakeAsync(IAdminClient admin, List<KeyValuePair<KafkaTopic, string>> missing)
    {
        await admin.CreateTopicsAsync(missing.Select(t => new TopicSpecification
        {
            Name = t.Value,
            NumPartitions = options.Value.Partitions,
            ReplicationFactor = (short)options.Value.Replicas,
            Configs = ConfigsOf(t.Key),
        }));
        Log.TopicsMade(Logger, Join(missing));
    }

    /// <summary>Topics of state keep the last message of a key; topics of events keep a week.</summary>
    private Dictionary<string, string> ConfigsOf(KafkaTopic topic)
    {
        var day = TimeSpan.FromDays(1);
        var (policy, retention) = topic switch
        {
            KafkaTopic.Orders => ("compact,delete", 7 * day),
            KafkaTopic.Quotes or KafkaTopic.Books => ("compact,delete", day),
            KafkaTopic.Breakers or KafkaTopic.Incidents => ("compact,delete", 30 * day),
            KafkaTopic.Positions or KafkaTopic.Accounts or KafkaTopic.Instruments => ("compact", default(TimeSpan?)),
            _ => ("delete", 7 * day),
        };
        var configs = new Dictionary<string, string>
        {
            ["cleanup.policy"] = policy,
            ["min.insync.replicas"] = $"{Math.Min(2, options.Value.Replicas)}",
            ["unclean.leader.election.enable"] = "false",
        };
        if (retention is { } kept) configs["retention.ms"] = $"{(long)kept.TotalMilliseconds}";
        return configs;
    }

    private static string Join(IEnumerable<KeyValuePair<KafkaTopic, string>> topics) =>
        string.Join(", ", topics.Select(t => t.Value));
}
