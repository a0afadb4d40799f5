using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Options;
using TradingOps.Bodies;
using TradingOps.Grains;
using TradingOps.Grains.Incidents;
using TradingOps.Grains.Kafka;
using TradingOps.Silo.Cluster;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace TradingOps.Silo.Kafka;

/// <summary>
/// The producer of this silo. A message that is refused, and not left out for its size, makes its whole send fail, so that
/// messages of a key are never sent out of their order.
/// </summary>
internal sealed class KafkaProducer : IKafkaProducer, IDisposable
{
    private const string Incident = "kafka";

    /// <summary>How long a topic that refuses messages is left alone.</summary>
    private static readonly TimeSpan RetryTopicAfter = TimeSpan.FromSeconds(30);

    private static readonly ErrorCode[] OfTopic =
    [
        ErrorCode.UnknownTopicOrPart, ErrorCode.Local_UnknownTopic, ErrorCode.Local_UnknownPartition,
        ErrorCode.TopicException, ErrorCode.TopicAuthorizationFailed, ErrorCode.ClusterAuthorizationFailed,
        ErrorCode.PolicyViolation, ErrorCode.InvalidRecord,
    ];

    private readonly KafkaOptions _options;
    private readonly KafkaMetrics _metrics;
    private readonly IncidentOutbox _incidents;
    private readonly TimeProvider _clock;
    private readonly ILogger<KafkaProducer> _logger;
    private readonly ProducerConfig _config;
    private readonly KafkaCallbacks _callbacks;
    private readonly byte[] _source;
    private readonly Dictionary<KafkaTopic, string> _names;
    private readonly ConcurrentDictionary<KafkaTopic, long> _refusedAt = new();
    private readonly ConcurrentDictionary<KafkaTopic, bool> _proven = new();
    /// <summary>
    /// Ids of messages that a broker refused for their size: the producer fails with it, and they are not sent again.
    /// </summary>
    private readonly ConcurrentDictionary<string, bool> _tooLarge = new();
    private readonly Lock _gate = new();
    private ProducerSession _session;
    private volatile string? _fault;

    public KafkaProducer(
        IOptions<KafkaOptions> options, IConfiguration configuration, KafkaMetrics metrics, IncidentOutbox incidents,
        TimeProvider clock, ILogger<KafkaProducer> logger)
    {
        (_options, _metrics, _incidents, _clock, _logger) = (options.Value, metrics, incidents, clock, logger);
        var cluster = configuration.GetSection(ClusterOptions.Section).Get<ClusterOptions>() ?? new();
        _source = Encoding.UTF8.GetBytes($"/tradingops/{cluster.ClusterId}");
        _names = KafkaTopicNames.Of(_options);
        _config = KafkaConfig.Producer(_options);
        _callbacks = new(OnError, OnStatistics, OnLog);
        _session = new(_config, _callbacks);
        _metrics.Show(_names.Keys);
        _metrics.Connected(false, 0);
    }

    /// <summary>The names of the topics that are wanted.</summary>
    public IReadOnlyDictionary<KafkaTopic, string> Names => _names;

    /// <summary>Why no broker is connected; null while one is.</summary>
    public string? Fault => _fault;

    /// <summary>The topics that refuse messages.</summary>
    public IEnumerable<string> Refused => _refusedAt.Keys.Select(t => _names[t]).Order(StringComparer.Ordinal);

    /// <summary>Its connections, for questions to the brokers.</summary>
    public Handle Handle => Session().Handle;

    /// <inheritdoc/>
    public bool Wants(KafkaTopic topic) => _names.ContainsKey(topic);

    /// <inheritdoc/>
    public bool IsUsable(KafkaTopic topic) => Wants(topic)
        && !(_refusedAt.TryGetValue(topic, out var at) && _clock.GetElapsedTime(at) < RetryTopicAfter);

    /// <inheritdoc/>
    public async Task SendAsync(IReadOnlyList<KafkaMessage> messages, CancellationToken cancellationToken)
    {
        messages = [.. messages.Where(m => !_tooLarge.ContainsKey(m.Id))];
        if (messages.Count == 0) return;
        var topic = messages[0].Topic;
        var session = Session();
        // Of a topic that is not known to take messages one is sent alone: while it may refuse, nothing may follow.
        if (!_proven.ContainsKey(topic))
        {
            await SendAsync(session, [messages[0]], cancellationToken);
            _proven[topic] = true;
            if (_refusedAt.TryRemove(topic, out _)) Resolve(topic);
            messages = [.. messages.Skip(1)];
        }
        await SendAsync(session, messages, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private async Task SendAsync(
        ProducerSession session, IReadOnlyList<KafkaMessage> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 0) return;
        _metrics.InFlight(messages.Count);
        try
        {
            await session.Send(
                _names[messages[0].Topic], messages, ToMessage,
                (message, error, send) => OnDelivery(message, error, send, session)).Done.WaitAsync(cancellationToken);
        }
        finally
        {
            _metrics.InFlight(-messages.Count);
        }
    }

    private void OnDelivery(KafkaMessage message, Error error, PendingSend send, ProducerSession session)
    {
        var (topic, code) = (message.Topic, error.Code);
        if (code == ErrorCode.NoError)
        {
            _fault = null;
            _metrics.Acknowledged(topic, _clock.GetUtcNow() - Time.FromMicroseconds(message.Time));
            send.Acknowledge();
        }
        else if (code == ErrorCode.MsgSizeTooLarge)
        {
            LeaveOut(message, error);
            send.Acknowledge();
        }
        else
        {
            _metrics.Failed(topic, code.ToString());
            var isOfTopic = Array.IndexOf(OfTopic, code) >= 0;
            if (isOfTopic) Refuse(topic, error);
            send.Fail(new($"{_names[topic]}: {error.Reason}", isOfTopic));
            if (error.IsFatal || code is ErrorCode.Local_Fatal or ErrorCode.Local_PurgeQueue)
                Break(session, error);
        }
    }

    private void LeaveOut(KafkaMessage message, Error error)
    {
        if (!_tooLarge.TryAdd(message.Id, true)) return;
        _metrics.LeftOut(message.Topic);
        Log.LeftOut(_logger, message.Id, _names[message.Topic], error.Reason);
        Open($"message {message.Id} is too large for {_names[message.Topic]} and was left out", $"kafka:large:{message.Source}");
    }

    /// <summary>A topic takes no messages: it is left alone for a while.</summary>
    private void Refuse(KafkaTopic topic, Error error)
    {
        _proven.TryRemove(topic, out _);
        var isNew = !_refusedAt.ContainsKey(topic);
        _refusedAt[topic] = _clock.GetTimestamp();
        if (!isNew) return;
        Log.TopicRefuses(_logger, _names[topic], error.Reason);
        Open($"topic {_names[topic]} takes no messages: {error.Reason}", KeyOf(topic));
    }

    private void Resolve(KafkaTopic topic)
    {
        Log.TopicTakes(_logger, _names[topic]);
        _incidents.Resolve(KeyOf(topic), KeyOf(topic), Incident, "the topic takes messages again");
    }

    private string KeyOf(KafkaTopic topic) => $"kafka:topic:{_names[topic]}";

    private void Open(string title, string key) => _incidents.Open(new()
    {
        Type = IncidentType.Kafka,
        Severity = IncidentSeverity.Sev3,
        Title = title,
        Source = Incident,
        DedupKey = key,
        HeldBy = key,
    });

    private ProducerSession Session()
    {
        lock (_gate)
        {
            if (_session.Fault is null) return _session;
            var broken = _session;
            // It waits for its threads, which may be in a callback of ours.
            _ = Task.Run(broken.Dispose);
            return _session = new(_config, _callbacks);
        }
    }

    private void Break(ProducerSession session, Error error)
    {
        if (session.Fault is null) Log.ProducerFailed(_logger, error.Reason);
        session.Break(error.Reason);
    }

    private void OnError(ProducerSession session, Error error)
    {
        if (error.IsFatal) Break(session, error);
        else if (error.Code == ErrorCode.Local_AllBrokersDown) _fault = error.Reason;
    }

    private void OnStatistics(string json)
    {
        var (isConnected, roundTrip) = BrokerStatistics.Read(json);
        if (isConnected && _fault is not null) Log.Connected(_logger, _options.BootstrapServers);
        if (!isConnected && _fault is null) Log.Disconnected(_logger, _options.BootstrapServers);
        _fault = isConnected ? null : _fault ?? "no broker is connected";
        _metrics.Connected(isConnected, roundTrip);
    }

    private void OnLog(LogMessage message)
    {
        if (message.Level <= SyslogLevel.Warning) Log.Library(_logger, message.Facility, message.Message);
    }

    private Message<string, byte[]?> ToMessage(KafkaMessage message) => new()
    {
        Key = message.Key,
        Value = message.Body,
        Timestamp = new(Time.FromMicroseconds(message.Time).UtcDateTime),
        Headers = HeadersOf(message),
    };

    /// <summary>CloudEvents 1.0 in binary mode, and the id as outbox routers name it.</summary>
    private Headers HeadersOf(KafkaMessage message)
    {
        var id = Encoding.UTF8.GetBytes(message.Id);
        return new()
        {
            { "ce_specversion", "1.0"u8.ToArray() },
            { "ce_id", id },
            { "ce_source", _source },
            { "ce_type", Encoding.UTF8.GetBytes($"tradingops.{message.Type}.v1") },
            { "ce_subject", Encoding.UTF8.GetBytes(message.Subject) },
            { "ce_time", Encoding.UTF8.GetBytes(UtcTimeConverter.ToText(Time.FromMicroseconds(message.Time).UtcDateTime)) },
            { "content-type", "application/json"u8.ToArray() },
            { "id", id },
            { "stream", Encoding.UTF8.GetBytes(message.Source) },
            { "sequence", Encoding.UTF8.GetBytes(message.Sequence.ToString(CultureInfo.InvariantCulture)) },
            { "position", Encoding.UTF8.GetBytes(message.Position) },
        };
    }
}
