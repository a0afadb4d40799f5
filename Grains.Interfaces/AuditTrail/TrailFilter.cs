namespace TradingOps.Grains.AuditTrail;

/// <summary>Which part of the audit trail is asked for.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.trail-filter")]
public sealed record TrailFilter
{
    /// <summary>The account; null for every account that acted in <see cref="Symbol"/>.</summary>
    [Id(0)] public string? Account { get; init; }

    /// <summary>The symbol; null for all that <see cref="Account"/> did.</summary>
    [Id(1)] public string? Symbol { get; init; }

    /// <summary>
    /// <c>firm</c> or <c>desk:ID</c>: changes of its limits and its breaker are asked for, and of no account or symbol. Null for
    /// those of <see cref="Account"/> and <see cref="Symbol"/>.
    /// </summary>
    [Id(6)] public string? Scope { get; init; }

    /// <summary>The first time; null for the beginning.</summary>
    [Id(2)] public DateTimeOffset? From { get; init; }

    /// <summary>The time before which it ends; null for now.</summary>
    [Id(3)] public DateTimeOffset? To { get; init; }

    /// <summary>Entries wanted, 1 or more. The last record is given whole, so that there may be a few more.</summary>
    [Id(4)] public required int Limit { get; init; }

    /// <summary>The page that this one follows; null for the first.</summary>
    [Id(5)] public TrailPosition? After { get; init; }
}
