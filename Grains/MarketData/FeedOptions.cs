using System.ComponentModel.DataAnnotations;

namespace TradingOps.Grains.MarketData;

/// <summary>Where prices come from (<c>Feeds</c>).</summary>
public sealed record FeedOptions
{
    /// <summary>Folder of recorded files. Feeds read nothing outside of it.</summary>
    [Required]
    public string Folder { get; init; } = "./feeds";

    /// <summary>How long a feed may be silent before its prices are stale.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Lines or messages that cannot be read before a feed fails.</summary>
    [Range(0, 1_000_000)]
    public int MaxBad { get; init; } = 100;

    /// <summary>Time between two steps of a simulation.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan StepEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Servers of market data.</summary>
    public FeedServer[] Servers { get; init; } = [];

    /// <summary>Feeds in all.</summary>
    [Range(1, 1_000)]
    public int MaxFeeds { get; init; } = 100;
}
