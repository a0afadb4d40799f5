using System.ComponentModel.DataAnnotations;

namespace TradingOps.Engine.Breakers;

/// <summary>How long the steps of a symbol's breaker last.</summary>
public sealed record SymbolBreakerLimits
{
    /// <summary>How long the market may be pushed against its band before it is paused.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan LimitStateLasts { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long it is paused.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan PauseLasts { get; init; } = TimeSpan.FromMinutes(5);
}
