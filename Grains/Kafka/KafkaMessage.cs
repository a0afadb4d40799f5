using System.Globalization;

namespace TradingOps.Grains.Kafka;

/// <summary>One message. The same message always has the same id, however often it is sent.</summary>
/// <param name="Topic">Where it goes.</param>
/// <param name="Key">Its key: messages of a key are in one partition, in order.</param>
/// <param name="Body">JSON; null for a tombstone.</param>
/// <param name="Type">What it says, such as <c>trade</c>.</param>
/// <param name="Subject">What it is about: a symbol, an order, an account.</param>
/// <param name="Source">
/// What numbered it: a symbol for its market, <c>@account</c>, <c>$symbol</c> for prices, or the scope or id of the rest.
/// </param>
/// <param name="Sequence">Its number there; it only grows.</param>
/// <param name="Place">0, 1, 2, ... within the sequence.</param>
/// <param name="Time">When it happened, microseconds since the Unix epoch.</param>
public sealed record KafkaMessage(
    KafkaTopic Topic, string Key, byte[]? Body, string Type, string Subject, string Source, long Sequence, int Place, long Time)
{
    /// <summary>Such as <c>AAPL-1042.2</c>.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Source}-{Sequence}.{Place}");

    /// <summary>Sequence and place as a text: of the messages of a source it only grows, compared as texts are.</summary>
    public string Position => string.Create(CultureInfo.InvariantCulture, $"{Sequence:D16}.{Place:D6}");
}
