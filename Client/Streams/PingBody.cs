using TradingOps.Bodies;

namespace TradingOps.Client.Streams;

/// <summary>What a WebSocket's reader may ask at any time: <c>{"op":"ping"}</c>.</summary>
internal sealed record PingBody : StrictBody
{
    public string? Op { get; init; }
}
