using System.ComponentModel.DataAnnotations;

namespace TradingOps.Engine.Breakers;

/// <summary>What a breaker on probation (half-open) allows.</summary>
public sealed record ProbationLimits
{
    /// <summary>How long it lasts.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Lasts { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Orders an account may send while it lasts.</summary>
    [Range(1, 1_000_000)]
    public int MaxOrders { get; init; } = 100;

    /// <summary>Share of the account's limits that an order may use, and of its loss limit that it may lose besides.</summary>
    [Range(typeof(decimal), "0.01", "1")]
    public decimal Share { get; init; } = 0.10m;
}
