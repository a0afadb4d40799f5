using System.Collections.Concurrent;
using Confluent.Kafka;
using TradingOps.Grains.Kafka;

namespace TradingOps.Silo.Kafka;

/// <summary>One producer of librdkafka, until it fails as a whole, and what waits for it. Thread-safe.</summary>
internal sealed class ProducerSession(ProducerConfig config, KafkaCallbacks callbacks) : IDisposable
{
    private readonly ConcurrentDictionary<PendingSend, bool> _sends = new();
    private string? _fault;
    private Lazy<IProducer<string, byte[]?>> Producer => field ??= new(Build);

    /// <summary>Why it can send no more; null while it can.</summary>
    public string? Fault => _fault;

    /// <summary>Its connections, for questions to the brokers.</summary>
    public Handle Handle => Producer.Value.Handle;

    /// <summary>Hands messages over, up to the first that is refused at once.</summary>
    /// <param name="topic">Where they go.</param>
    /// <param name="messages">The messages, in order.</param>
    /// <param name="convert">Makes what is sent of one.</param>
    /// <param name="deliver">Called with what became of each that was handed over, on a thread of the producer.</param>
    public PendingSend Send(
        string topic, IReadOnlyList<KafkaMessage> messages, Func<KafkaMessage, Message<string, byte[]?>> convert,
        Action<KafkaMessage, Error, PendingSend> deliver)
    {
        var send = new PendingSend(messages.Count);
        if (messages.Count == 0) return send;
        _sends[send] = true;
        _ = send.Done.ContinueWith(
            _ => _sends.TryRemove(send, out bool _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        if (_fault is { } fault) send.Fail(new(fault, isOfTopic: false));
        foreach (var message in messages)
        {
            if (send.HasFailed) break;
            try
            {
                Producer.Value.Produce(topic, convert(message), report => deliver(message, report.Error, send));
            }
            catch (ProduceException<string, byte[]?> e)
            {
                deliver(message, e.Error, send);
            }
            catch (Exception e) when (e is ObjectDisposedException or KafkaException)
            {
                send.Fail(new(e.Message, isOfTopic: false));
            }
        }
        return send;
    }

    /// <summary>It can send no more: everything that waits fails, and is sent again by another.</summary>
    public void Break(string why)
    {
        if (Interlocked.CompareExchange(ref _fault, why, null) is not null) return;
        foreach (var send in _sends.Keys) send.Fail(new(why, isOfTopic: false));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Break("the producer was closed");
        if (Producer.IsValueCreated) Producer.Value.Dispose();
    }

    private IProducer<string, byte[]?> Build() => new ProducerBuilder<string, byte[]?>(config)
        .SetValueSerializer(NullableBytes.Instance)
        .SetErrorHandler((_, e) => callbacks.Error(this, e))
        .SetStatisticsHandler((_, json) => callbacks.Statistics(json))
        .SetLogHandler((_, message) => callbacks.Log(message))
        .Build();

    private sealed class NullableBytes : ISerializer<byte[]?>
    {
        public static readonly NullableBytes Instance = new();

        public byte[]? Serialize(byte[]? data, SerializationContext context) => data;
    }
}
