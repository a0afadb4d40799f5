using Confluent.Kafka;

namespace TradingOps.Silo.Kafka;

/// <summary>What a producer of librdkafka reports, on a thread of its own.</summary>
/// <param name="Error">An error that is not of one message; the session is the one that has it.</param>
/// <param name="Statistics">Its statistics, as JSON.</param>
/// <param name="Log">A line of its log.</param>
internal sealed record KafkaCallbacks(Action<ProducerSession, Error> Error, Action<string> Statistics, Action<LogMessage> Log);
