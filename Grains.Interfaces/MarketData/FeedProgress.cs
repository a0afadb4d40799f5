using System.Collections.Immutable;

namespace TradingOps.Grains.MarketData;

/// <summary>How far a feed is.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.feed-progress")]
public sealed record FeedProgress
{
    /// <summary>Last faults that are kept.</summary>
    public const int MaxFaults = 10;

    /// <summary>Place in the recording that was read last.</summary>
    [Id(0)] public long Place { get; init; }

    /// <summary>Share of the file that was read, 0 to 1; null where that is unknown.</summary>
    [Id(1)] public double? Share { get; init; }

    /// <summary>Recorded time that was reached; null before the first event.</summary>
    [Id(2)] public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>Ticks or orders that were taken.</summary>
    [Id(3)] public long Taken { get; init; }

    /// <summary>Lines or messages that could not be read.</summary>
    [Id(4)] public long Bad { get; init; }

    /// <summary>The last ones of them, as file and line.</summary>
    [Id(5)] public ImmutableArray<string> Faults { get; init; } = [];

    /// <summary>When it last received anything; null if it did not since it was woken.</summary>
    [Id(6)] public DateTimeOffset? ReceivedAt { get; init; }
}
