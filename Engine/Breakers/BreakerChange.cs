using System.Text.Json;

namespace TradingOps.Engine.Breakers;

/// <summary>One durable step of a breaker. It takes effect when it is stored.</summary>
/// <param name="From">The state before.</param>
/// <param name="To">Where the breaker stands from then on; its sequence numbers the changes 1, 2, 3, ...</param>
public sealed record BreakerChange(BreakerState From, BreakerStatus To)
{
    /// <summary>The form in the journal.</summary>
    public byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(this, BreakerJson.Default.BreakerChange);

    /// <summary>Reads what <see cref="Encode"/> wrote; <see cref="JsonException"/> if it is invalid.</summary>
    public static BreakerChange Decode(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, BreakerJson.Default.BreakerChange)!;
}
