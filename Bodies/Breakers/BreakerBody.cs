using TradingOps.Grains.Breakers;

namespace TradingOps.Bodies.Breakers;

/// <summary>A breaker, or one of its changes, in the shape of the API.</summary>
internal sealed record BreakerBody(
    string Scope, string State, string? From, string To, string? Cause, string? Reason, string? Who, decimal? Value,
    decimal? Threshold, DateTime? At, long Sequence, DateTime? Until, double? CooldownSeconds, bool NeedsPerson,
    string? ResetAskedBy)
{
    public static BreakerBody Of(BreakerView b) => new(
        b.Scope, b.State, b.From, b.State, b.Cause, b.Reason, b.Who, Rounded(b.Value), Rounded(b.Threshold),
        b.At?.UtcDateTime, b.Sequence, b.Until?.UtcDateTime, b.Cooldown?.TotalSeconds, b.NeedsPerson, b.ResetAskedBy);

    /// <summary>A share, a price or a count: whichever, no more digits than a share has.</summary>
    private static decimal? Rounded(decimal? figure) => figure is { } known ? Rounding.Ratio(known) : null;
}
