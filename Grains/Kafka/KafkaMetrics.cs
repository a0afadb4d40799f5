using Prometheus;

namespace TradingOps.Grains.Kafka;

/// <summary>The series of publishing. Thread-safe; one a silo.</summary>
public sealed class KafkaMetrics
{
    /// <summary>Without brokers there is nothing to show.</summary>
    private static readonly GaugeConfiguration WhenOn = new() { SuppressInitialValue = true };

    private readonly Gauge _connected = Metrics.CreateGauge(
        "kafka_connection_status", "1 while a broker is connected, 0 while none is.", WhenOn);

    private readonly Counter _messages = Metrics.CreateCounter(
        "kafka_messages_total", "Messages that were acknowledged, refused or left out.", "topic", "outcome");

    private readonly Counter _errors = Metrics.CreateCounter(
        "kafka_delivery_errors_total", "Messages that were not acknowledged, by the code of librdkafka.", "topic", "code");

    private readonly Gauge _lag = Metrics.CreateGauge(
        "kafka_publish_lag", "Records of the journal that are not yet published, over all sources of this silo.", "topic");

    private readonly Histogram _delay = Metrics.CreateHistogram(
        "kafka_publish_delay_seconds", "From the time of a record to the acknowledgement of its message.",
        new HistogramConfiguration
        {
            LabelNames = ["topic"],
            Buckets = [.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300],
        });

    private readonly Gauge _inFlight = Metrics.CreateGauge(
        "kafka_inflight", "Messages that wait for their acknowledgement.", WhenOn);

    private readonly Gauge _roundTrip = Metrics.CreateGauge(
        "kafka_broker_rtt_seconds", "Median round trip to the slowest connected broker, by librdkafka.", WhenOn);

    private readonly Gauge _consumerLag = Metrics.CreateGauge(
        "kafka_consumer_lag", "Messages of a topic that a feed has not read yet.", "consumer_group", "topic");

    /// <summary>Creates the series of the topics that are wanted.</summary>
    public void Show(IEnumerable<KafkaTopic> topics)
    {
        foreach (var topic in topics)
        {
            _messages.WithLabels(topic.ToWord(), "acknowledged");
            _lag.WithLabels(topic.ToWord());
        }
        _inFlight.Set(0);
    }

    /// <summary>Whether a broker is connected, and the time of a round trip in seconds.</summary>
    public void Connected(bool isConnected, double roundTrip)
    {
        _connected.Set(isConnected ? 1 : 0);
        _roundTrip.Set(roundTrip);
    }

    /// <summary>Messages were handed over, or came back: a change of what is in flight.</summary>
    public void InFlight(int change) => _inFlight.Inc(change);

    /// <summary>A message was acknowledged.</summary>
    public void Acknowledged(KafkaTopic topic, TimeSpan delay)
    {
        _messages.WithLabels(topic.ToWord(), "acknowledged").Inc();
        _delay.WithLabels(topic.ToWord()).Observe(Math.Max(0, delay.TotalSeconds));
    }

    /// <summary>A message was not acknowledged; it is sent again.</summary>
    public void Failed(KafkaTopic topic, string code)
    {
        _messages.WithLabels(topic.ToWord(), "failed").Inc();
        _errors.WithLabels(topic.ToWord(), code).Inc();
    }

    /// <summary>A message was left out for good.</summary>
    public void LeftOut(KafkaTopic topic) => _messages.WithLabels(topic.ToWord(), "left_out").Inc();

    /// <summary>What a source has not published has grown or shrunk.</summary>
    public void Lag(KafkaTopic topic, long change) => _lag.WithLabels(topic.ToWord()).Inc(change);

    /// <summary>How far a feed is behind its topic.</summary>
    public void ConsumerLag(string group, string topic, long messages) => _consumerLag.WithLabels(group, topic).Set(messages);

    /// <summary>A feed has ended.</summary>
    public void RemoveConsumer(string group, string topic) => _consumerLag.RemoveLabelled(group, topic);
}
