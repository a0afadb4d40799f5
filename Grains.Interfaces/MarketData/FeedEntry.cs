using System.Text.Json.Serialization;

namespace TradingOps.Grains.MarketData;

/// <summary>A feed as it is stored.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.feed-entry")]
public sealed record FeedEntry
{
    /// <summary>What it is.</summary>
    [Id(0)] public required FeedDefinition Definition { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(1)] public required FeedStatus Status { get; init; }

    /// <summary>Which run this is; no two runs of any feed have the same number.</summary>
    [Id(2)] public required int Run { get; init; }

    /// <summary>Place in the recording up to which everything was taken.</summary>
    [Id(3)] public long Place { get; init; }

    /// <summary>
    /// The run begins with what was recorded at this time, microseconds since the Unix epoch; null for all of it.
    /// </summary>
    [Id(4)] public long? From { get; init; }

    /// <summary>Why it failed.</summary>
    [Id(5)] public string? Fault { get; init; }

    /// <summary>Grows with each change of any feed, progress apart.</summary>
    [Id(8)] public long Version { get; init; }

    /// <summary>Who changed it last.</summary>
    [Id(6)] public string ChangedBy { get; init; } = "";

    /// <summary>When that was.</summary>
    [Id(7)] public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Whether its symbols have its prices: until it is over, or a person stops it.</summary>
    [JsonIgnore]
    public bool GivesPrices => Status is FeedStatus.Running or FeedStatus.Paused or FeedStatus.Failed;
}
