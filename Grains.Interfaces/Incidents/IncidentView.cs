using System.Collections.Immutable;

namespace TradingOps.Grains.Incidents;

/// <summary>An incident with its timeline.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.incident-view")]
public sealed record IncidentView
{
    /// <summary>1, 2, 3, ...</summary>
    [Id(0)] public required long Number { get; init; }

    /// <summary>What went wrong.</summary>
    [Id(1)] public required NewIncident What { get; init; }

    /// <summary>Every change, oldest first; the first is its opening.</summary>
    [Id(2)] public required ImmutableArray<IncidentStep> Timeline { get; init; }

    /// <summary>Where it stands.</summary>
    public IncidentStatus Status => Timeline[^1].Status;
}
