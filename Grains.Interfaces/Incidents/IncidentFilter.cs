using System.Collections.Immutable;

namespace TradingOps.Grains.Incidents;

/// <summary>Which incidents to list, newest first.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.incident-filter")]
public sealed record IncidentFilter
{
    /// <summary>Most incidents in one answer.</summary>
    public const int MaxLimit = 500;

    /// <summary>Only those that are, or are not, resolved; null for both.</summary>
    [Id(0)] public bool? IsResolved { get; init; }

    /// <summary>Only those of a severity.</summary>
    [Id(1)] public IncidentSeverity? Severity { get; init; }

    /// <summary>Only those before this number.</summary>
    [Id(2)] public long? Before { get; init; }

    /// <summary>How many, 1 to <see cref="MaxLimit"/>.</summary>
    [Id(3)] public int Limit { get; init; } = 100;

    /// <summary>Of those about an account only those about one of these; null for all.</summary>
    [Id(4)] public ImmutableArray<string>? Accounts { get; init; }
}
