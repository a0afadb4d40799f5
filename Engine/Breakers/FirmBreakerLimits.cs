using System.ComponentModel.DataAnnotations;

namespace TradingOps.Engine.Breakers;

/// <summary>What trips the breaker of the firm. Shares are of 1: 0.05 is 5 %.</summary>
public sealed record FirmBreakerLimits
{
    /// <summary>Daily loss of all accounts together from which on the firm may only reduce.</summary>
    [Range(typeof(decimal), "0.0001", "1")]
    public decimal MaxDailyLoss { get; init; } = 0.05m;

    /// <summary>Fall of the index that stops the firm for a time.</summary>
    [Range(typeof(decimal), "0.0001", "1")]
    public decimal FirstIndexFall { get; init; } = 0.07m;

    /// <summary>A further fall that stops it for a time again.</summary>
    [Range(typeof(decimal), "0.0001", "1")]
    public decimal SecondIndexFall { get; init; } = 0.13m;

    /// <summary>A fall that stops it until a person resets it.</summary>
    [Range(typeof(decimal), "0.0001", "1")]
    public decimal ThirdIndexFall { get; init; } = 0.20m;

    /// <summary>How long the first two falls stop it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan IndexCooldown { get; init; } = TimeSpan.FromMinutes(15);
}
