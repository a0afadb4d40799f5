namespace TradingOps.Grains.Breakers;

/// <summary>A circuit breaker and its last change.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.breaker-view")]
public sealed record BreakerView
{
    /// <summary>firm, account:ID or symbol:SYM.</summary>
    [Id(0)] public required string Scope { get; init; }

    /// <summary>closed (trading) or open.</summary>
    [Id(1)] public required string State { get; init; }

    /// <summary>Why it last changed.</summary>
    [Id(2)] public string? Reason { get; init; }

    /// <summary>Who changed it.</summary>
    [Id(3)] public string? Who { get; init; }

    /// <summary>When it last changed.</summary>
    [Id(4)] public DateTimeOffset? At { get; init; }

    /// <summary>Number of changes so far.</summary>
    [Id(5)] public long Sequence { get; init; }
}
