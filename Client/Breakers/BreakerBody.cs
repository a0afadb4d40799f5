using TradingOps.Grains.Breakers;

namespace TradingOps.Client.Breakers;

/// <summary>A breaker in the shape of the API.</summary>
internal sealed record BreakerBody(string Scope, string State, string? Reason, string? Who, DateTime? At, long Sequence)
{
    public static BreakerBody From(BreakerView b) => new(b.Scope, b.State, b.Reason, b.Who, b.At?.UtcDateTime, b.Sequence);
}
