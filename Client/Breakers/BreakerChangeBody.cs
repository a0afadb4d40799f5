using TradingOps.Client.Problems;

namespace TradingOps.Client.Breakers;

/// <summary>Why a breaker is to change.</summary>
internal sealed record BreakerChangeBody : StrictBody
{
    public string? Reason { get; init; }
}
