using System.Collections.Immutable;

namespace TradingOps.Grains.Losses;

/// <summary>Acknowledged records that are gone, and who accepted that.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.loss")]
public sealed record LossView
{
    /// <summary>Its number.</summary>
    [Id(0)] public required long Number { get; init; }

    /// <summary>When a silo found it.</summary>
    [Id(1)] public required DateTimeOffset FoundAt { get; init; }

    /// <summary>The silo that found it.</summary>
    [Id(2)] public required string FoundBy { get; init; }

    /// <summary>Who accepted it first; null until then.</summary>
    [Id(3)] public required string? AcceptedBy { get; init; }

    /// <summary>When the first person accepted it.</summary>
    [Id(4)] public required DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>Why.</summary>
    [Id(5)] public required string? Reason { get; init; }

    /// <summary>Who approved it; null until then.</summary>
    [Id(6)] public required string? ApprovedBy { get; init; }

    /// <summary>When the second person approved it.</summary>
    [Id(7)] public required DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>The streams that have lost records, in the order of their names; the first of them if there are many.</summary>
    [Id(8)] public required ImmutableArray<LostStream> Streams { get; init; }

    /// <summary>The ids of lost orders; the first of them if there are very many.</summary>
    [Id(9)] public required ImmutableArray<string> Orders { get; init; }

    /// <summary>How many orders are known to be lost.</summary>
    [Id(10)] public required long OrderCount { get; init; }
}
