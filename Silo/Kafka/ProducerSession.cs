using System.Collections.Concurrent;
using Confluent.Kafka;
using TradingOps.Grains.Kafka;

namespace TradingOps.Silo.Kafka;

/// <summary>One producer of librdkafka, until it fails as a whole, and what waits for it. Thread-safe.</summary>
internal sealed class ProducerSession : IDisposable
{
    private readonly ConcurrentDictionary<PendingSend, bool> _sends = new();
    private readonly Lazy<IProducer<string, byte[]?>> _producer;
    private string? _fault;

    /// <param name="config">The settings of librdkafka.</param>
    /// <param name="isSingle">Whether each message is sent alone, so that a refusal names the one that is meant.</param>
    /// <param name="callbacks">What the producer reports to.</param>
    public ProducerSession(ProducerConfig config, bool isSingle, KafkaCallbacks callbacks)
    {
        IsSingle = isSingle;
        _producer = new(() => Build(config, isSingle, callbacks));
    }

    /// <summary>Whether each message is sent alone.</summary>
    public bool IsSingle { get; }

    /// <summary>Why it can send no more; null while it can.</summary>
    public string? Fault => _fault;

    /// <summary>Its connections, for questions to the brokers.</summary>
    public Handle Handle => _producer.Value.Handle;

    /// <summary>Hands messages over, up to the first that is refused at once.</summary>
    /// <param name="topic">Where they go.</param>
    /// <param name="messages">The messages, in order.</param>
    /// <param name="convert">Makes what is sent of one.</param>
    /// <param name="deliver">
    /// Called with what became of each that was handed over, on a thread of the producer; true for one that was refused at once.
    /// </param>
    public PendingSend Send(
        string topic, IReadOnlyList<KafkaMessage> messages, Func<KafkaMessage, Message<string, byte[]?>> convert,
        Action<KafkaMessage, Error, bool, PendingSend> deliver)
    {
        var send = new PendingSend(messages.Count);
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
                _producer.Value.Produce(
                    topic, convert(message), report => deliver(message, report.Error, false, send));
            }
            catch (ProduceException<string, byte[]?> e)
            {
                deliver(message, e.Error, true, send);
            }
            catch (Exception e) when (e is ObjectDisposedException or KafkaException)
            {
                send.Fail(new(e.Message, isOfTopic: false));
            }
        }
        return send;
    }

    /// <summary>It can send no more: everything that waits fails, and is sent again by another.</summary>
    /// <param name="why">Why, for a person.</param>
    /// <param name="first">Fails what has caused it, once nothing more is handed over here.</param>
    public void Break(string why, Action? first = null)
    {
        var isNew = Interlocked.CompareExchange(ref _fault, why, null) is null;
        first?.Invoke();
        if (!isNew) return;
        foreach (var send in _sends.Keys) send.Fail(new(why, isOfTopic: false));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Break("the producer was closed");
        if (_producer.IsValueCreated) _producer.Value.Dispose();
    }

    private IProducer<string, byte[]?> Build(ProducerConfig config, bool isSingle, KafkaCallbacks callbacks)
    {
        if (isSingle) config = new(config) { BatchNumMessages = 1 };
        return new ProducerBuilder<string, byte[]?>(config)
            .SetErrorHandler((_, e) => callbacks.Error(this, e))
            .SetStatisticsHandler((_, json) => callbacks.Statistics(json))
            .SetLogHandler((_, message) => callbacks.Log(message))
            .Build();
    }
}
