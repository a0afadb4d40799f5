namespace TradingOps.Grains.Kafka;

/// <summary>Sends messages. One a silo, shared by its publishers; thread-safe.</summary>
public interface IKafkaProducer
{
    /// <summary>Whether messages of a topic are wanted.</summary>
    bool Wants(KafkaTopic topic);

    /// <summary>Whether a topic takes messages, as far as is known. One that does not is tried again after a while.</summary>
    bool IsUsable(KafkaTopic topic);

    /// <summary>
    /// Sends messages of one topic in order, and completes when all are acknowledged; waits as long as Kafka is away. One that
    /// is too large is left out, with an incident. <see cref="KafkaSendException"/> if some may not have been stored: they are
    /// to be sent again, all of them.
    /// </summary>
    /// <param name="messages">The messages; may be none.</param>
    /// <param name="cancellationToken">Ends the wait; what was handed over may still be sent.</param>
    Task SendAsync(IReadOnlyList<KafkaMessage> messages, CancellationToken cancellationToken);
}
