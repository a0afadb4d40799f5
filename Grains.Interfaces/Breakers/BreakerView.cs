using TradingOps.Engine.Breakers;

namespace TradingOps.Grains.Breakers;

/// <summary>A circuit breaker and its last change.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.breaker-view")]
public sealed record BreakerView
{
    /// <summary>firm, desk:ID, account:ID or symbol:SYM.</summary>
    [Id(0)] public required string Scope { get; init; }

    /// <summary>closed (trading), limit_state, half_open, reduce_only, open or isolated.</summary>
    [Id(1)] public required string State { get; init; }

    /// <summary>Why it last changed, for a person.</summary>
    [Id(2)] public string? Reason { get; init; }

    /// <summary>Who changed it.</summary>
    [Id(3)] public string? Who { get; init; }

    /// <summary>When it last changed.</summary>
    [Id(4)] public DateTimeOffset? At { get; init; }

    /// <summary>Number of changes so far.</summary>
    [Id(5)] public long Sequence { get; init; }

    /// <summary>The state before; null if it never changed.</summary>
    [Id(6)] public string? From { get; init; }

    /// <summary>What changed it, as a code; null if it never changed.</summary>
    [Id(7)] public string? Cause { get; init; }

    /// <summary>What was measured.</summary>
    [Id(8)] public decimal? Value { get; init; }

    /// <summary>What it was measured against.</summary>
    [Id(9)] public decimal? Threshold { get; init; }

    /// <summary>When it may leave the state at the earliest.</summary>
    [Id(10)] public DateTimeOffset? Until { get; init; }

    /// <summary>Whether a person has to reset it.</summary>
    [Id(11)] public bool NeedsPerson { get; init; }

    /// <summary>How long it stays open at least; null where no time is set.</summary>
    [Id(12)] public TimeSpan? Cooldown { get; init; }

    /// <summary>The person who requested the reset; another one has to approve.</summary>
    [Id(13)] public string? ResetAskedBy { get; init; }

    /// <summary>What becomes of resting orders.</summary>
    [Id(14)] public RestingOrders Resting { get; init; }
}
