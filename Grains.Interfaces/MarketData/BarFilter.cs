namespace TradingOps.Grains.MarketData;

/// <summary>Which bars are asked for.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.bar-filter")]
public sealed record BarFilter
{
    /// <summary>Most bars of one answer.</summary>
    public const int MaxLimit = 10_000;

    /// <summary>Their length, as <c>5Min</c>.</summary>
    [Id(0)] public required string Timeframe { get; init; }

    /// <summary>Least start; null for the oldest.</summary>
    [Id(1)] public DateTimeOffset? Start { get; init; }

    /// <summary>Start that is not included any more; null for the newest.</summary>
    [Id(2)] public DateTimeOffset? End { get; init; }

    /// <summary>Most bars: the newest of the range, or the oldest where <see cref="Start"/> is given.</summary>
    [Id(3)] public required int Limit { get; init; }
}
