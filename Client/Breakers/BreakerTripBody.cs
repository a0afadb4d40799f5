namespace TradingOps.Client.Breakers;

/// <summary>Why a breaker is to trip, and how hard.</summary>
internal sealed record BreakerTripBody : BreakerChangeBody
{
    /// <summary>Only two people can reset it.</summary>
    public bool? Kill { get; init; }
}
