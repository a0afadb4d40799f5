using TradingOps.Bodies;

namespace TradingOps.Client.Streams;

/// <summary>
/// A message without <c>op</c> on a WebSocket: what to follow. Lists are words separated by commas, as in the query of
/// <c>/stream</c>.
/// </summary>
internal sealed record SubscribeBody : StrictBody
{
    public string? Account { get; init; }

    public string? Symbol { get; init; }

    public string? Types { get; init; }

    public string? LastEventId { get; init; }
}
