namespace TradingOps.Grains.Breakers;

/// <summary>The stored form of a breaker.</summary>
[GenerateSerializer]
[Alias("tradingops.breaker-storage")]
public sealed class BreakerStorage
{
    /// <summary>No new orders.</summary>
    [Id(0)] public bool IsOpen { get; set; }

    /// <summary>Why it last changed.</summary>
    [Id(1)] public string? Reason { get; set; }

    /// <summary>Who changed it.</summary>
    [Id(2)] public string? Who { get; set; }

    /// <summary>When it last changed.</summary>
    [Id(3)] public DateTimeOffset? At { get; set; }

    /// <summary>Number of changes so far.</summary>
    [Id(4)] public long Sequence { get; set; }
}
