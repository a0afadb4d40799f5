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
    /// <summary>How long a topic that refuses messages is left alone.</summary>
    private static readonly TimeSpan RetryTopicAfter = TimeSpan.FromSeconds(30);

    /// <summary>How long a producer that has failed as a whole may still say what became of its messages.</summary>
    private static readonly TimeSpan BreakAfter = TimeSpan.FromSeconds(1);

    /// <summary>Ids of messages that were left out, at most.</summary>
    private const int MaxLeftOut = 10_000;

    private readonly KafkaOptions _options;
    private readonly KafkaMetrics _metrics;
    private readonly IncidentOutbox _incidents;
    private readonly TimeProvider _clock;
    private readonly ILogger<KafkaProducer> _logger;
    private readonly ProducerConfig _config;
    private readonly KafkaCallbacks _callbacks;
    private readonly string _source;
    private readonly Dictionary<KafkaTopic, string> _names;
    private readonly ConcurrentDictionary<KafkaTopic, long> _refusedAt = new();
    private readonly ConcurrentDictionary<KafkaTopic, bool> _proven = new();
    /// <summary>
    /// Ids of messages that a broker refused for their size: the producer fails with it, and they are not sent again.
    /// </summary>
    private readonly ConcurrentDictionary<(KafkaTopic Topic, string Id), bool> _tooLarge = new();
    private readonly Lock _gate = new();
    private ProducerSession _session;
    private volatile string? _fault;
    private volatile string? _broken;
    private volatile bool _isSingle;
    private bool _isConnected = true;

    public KafkaProducer(
        IOptions<KafkaOptions> options, IConfiguration configuration, KafkaMetrics metrics, IncidentOutbox incidents,
        TimeProvider clock, ILogger<KafkaProducer> logger)
    {
        (_options, _metrics, _incidents, _clock, _logger) = (options.Value, metrics, incidents, clock, logger);
        var cluster = configuration.GetSection(ClusterOptions.Section).Get<ClusterOptions>() ?? new();
        _source = $"/tradingops/{cluster.ClusterId}";
        _names = KafkaTopicNames.Of(_options);
        _config = KafkaConfig.Producer(_options);
        _callbacks = new(OnError, OnStatistics, OnLog);
        _session = new(_config, isSingle: false, _callbacks);
        _metrics.Show(_names.Keys);
        _metrics.Connected(false, 0);
    }

    /// <summary>The names of the topics that are wanted.</summary>
    public IReadOnlyDictionary<KafkaTopic, string> Names => _names;

    /// <summary>Why nothing is published; null while all is well.</summary>
    public string? Fault => _fault ?? _broken;

    /// <summary>The topics that refuse messages.</summary>
    public IEnumerable<string> Refused => _refusedAt.Keys.Select(t => _names[t]).Order(StringComparer.Ordinal);

    /// <summary>Its connections, for questions to the brokers.</summary>
    public Handle Handle => Session().Handle;

    /// <summary>
    /// Makes the producer. <see cref="OptionsValidationException"/> if the settings make none; that brokers are away is no error.
    /// </summary>
    public void Open()
    {
        try
        {
            KafkaConfig.Check(_options);
            _ = Handle;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or KafkaException
            or DllNotFoundException)
        {
            throw new OptionsValidationException(
                KafkaOptions.Section, typeof(KafkaOptions), [$"{KafkaOptions.Section}: {e.Message}"]);
        }
    }

    /// <inheritdoc/>
    public bool Wants(KafkaTopic topic) => _names.ContainsKey(topic);

    /// <inheritdoc/>
    public bool IsUsable(KafkaTopic topic) => Wants(topic)
        && !(_refusedAt.TryGetValue(topic, out var at) && _clock.GetElapsedTime(at) < RetryTopicAfter);

    /// <inheritdoc/>
    public async Task SendAsync(IReadOnlyList<KafkaMessage> messages, CancellationToken cancellationToken)
    {
        if (!_tooLarge.IsEmpty) messages = [.. messages.Where(m => !_tooLarge.ContainsKey((m.Topic, m.Id)))];
        if (messages.Count == 0) return;
        var topic = messages[0].Topic;
        var session = Session();
        // Of a topic that is not known to take messages one is sent alone: while it may refuse, nothing may follow.
        if (!_proven.ContainsKey(topic))
        {
            await SendAsync(session, [messages[0]], cancellationToken);
            _proven[topic] = true;
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
                (message, error, isLocal, send) => OnDelivery(message, error, isLocal, send, session))
                .Done.WaitAsync(cancellationToken);
        }
        finally
        {
            _metrics.InFlight(-messages.Count);
        }
    }

    private void OnDelivery(
        KafkaMessage message, Error error, bool isLocal, PendingSend send, ProducerSession session)
    {
        var (topic, code) = (message.Topic, error.Code);
        if (code == ErrorCode.NoError)
        {
            (_fault, _broken) = (null, null);
            if (_refusedAt.TryRemove(topic, out _)) Resolve(topic);
            _metrics.Acknowledged(topic, _clock.GetUtcNow() - Time.FromMicroseconds(message.Time));
            send.Acknowledge();
            return;
        }
        // A broker refuses the whole batch: only of one that was sent alone is it known that it is the large one.
        var isLarge = code == ErrorCode.MsgSizeTooLarge;
        Action settle = isLarge && (isLocal || session.IsSingle)
            ? () => LeaveOut(message, error, send)
            : () => Fail(message, error, send);
        if (isLocal || !(error.IsFatal || isLarge || code is ErrorCode.Local_Fatal or ErrorCode.Local_PurgeQueue))
        {
            settle();
            return;
        }
        _isSingle = isLarge && !session.IsSingle;
        Break(session, error, settle);
    }

    private void Fail(KafkaMessage message, Error error, PendingSend send)
    {
        var (topic, code) = (message.Topic, error.Code);
        _metrics.Failed(topic, code.ToString());
        // The brokers' own codes are positive; what could be repeated was.
        var isOfTopic = code != ErrorCode.MsgSizeTooLarge
            && (code > 0 || code is ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition);
        if (isOfTopic) Refuse(topic, error);
        send.Fail(new($"{_names[topic]}: {error.Reason}", isOfTopic));
    }

    private void LeaveOut(KafkaMessage message, Error error, PendingSend send)
    {
        send.Acknowledge();
        if (_tooLarge.Count >= MaxLeftOut) _tooLarge.Clear();
        if (!_tooLarge.TryAdd((message.Topic, message.Id), true)) return;
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
        _incidents.Resolve(KeyOf(topic), KeyOf(topic), KafkaIncidents.Source, "the topic takes messages again");
    }

    private string KeyOf(KafkaTopic topic) => $"kafka:topic:{_names[topic]}";

    private void Open(string title, string key) => _incidents.Open(KafkaIncidents.Of(title, key) with { HeldBy = key });

    private ProducerSession Session()
    {
        lock (_gate)
        {
            if (_session.Fault is null) return _session;
            var broken = _session;
            // It waits for its threads, which may be in a callback of ours.
            _ = Task.Run(broken.Dispose);
            return _session = new(_config, _isSingle, _callbacks);
        }
    }

    private void Break(ProducerSession session, Error error, Action? first = null)
    {
        if (session.Fault is null) Log.ProducerFailed(_logger, error.Reason);
        _broken = error.Reason;
        session.Break(error.Reason, first);
    }

    private void OnError(ProducerSession session, Error error)
    {
        // What has caused it comes back soon, and says more.
        if (error.IsFatal) _ = BreakSoonAsync(session, error);
        else if (error.Code == ErrorCode.Local_AllBrokersDown) _fault = error.Reason;
    }

    private async Task BreakSoonAsync(ProducerSession session, Error error)
    {
        await Task.Delay(BreakAfter, _clock);
        Break(session, error);
    }

    private void OnStatistics(string json)
    {
        var (isConnected, roundTrip) = BrokerStatistics.Read(json);
        if (isConnected && !_isConnected) Log.Connected(_logger, _options.BootstrapServers);
        if (!isConnected && _isConnected) Log.Disconnected(_logger, _options.BootstrapServers, _fault);
        _isConnected = isConnected;
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
            { "ce_source", Encoding.UTF8.GetBytes($"{_source}/{message.Type}") },
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
