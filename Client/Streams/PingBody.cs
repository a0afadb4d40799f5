using TradingOps.Client.Problems;

namespace TradingOps.Client.Streams;

/// <summary>What a WebSocket's reader may say after its subscription: <c>{"op":"ping"}</c>.</summary>
internal sealed record PingBody : StrictBody
{
    public string? Op { get; init; }
}
