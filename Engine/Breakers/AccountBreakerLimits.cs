using System.ComponentModel.DataAnnotations;
using TradingOps.Engine.Accounts;

namespace TradingOps.Engine.Breakers;

/// <summary>What trips the breaker of an account. Shares are of 1: 0.05 is 5 %.</summary>
public sealed record AccountBreakerLimits
{
    /// <summary>Daily loss from which on the account may only reduce.</summary>
    [Range(typeof(decimal), "0.0001", "1")]
    public decimal SoftDailyLoss { get; init; } = 0.03m;

    /// <summary>Share of <see cref="SoftDailyLoss"/> below which the loss must stay for <see cref="RecoversAfter"/>.</summary>
    [Range(typeof(decimal), "0", "1")]
    public decimal RecoveryShare { get; init; } = 0.80m;

    /// <summary>How long the loss must have recovered.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan RecoversAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Daily loss that stops the account.</summary>
    [Range(typeof(decimal), "0.0001", "1")]
    public decimal HardDailyLoss { get; init; } = 0.05m;

    /// <summary>Drawdown from the high-water mark that stops the account.</summary>
    [Range(typeof(decimal), "0.0001", "1")]
    public decimal MaxDrawdown { get; init; } = 0.10m;

    /// <summary>How long too many orders stop the account.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan OrderRateCooldown { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Share of refused orders, over ten seconds, that stops the account.</summary>
    [Range(typeof(decimal), "0.01", "1")]
    public decimal RejectShare { get; init; } = 0.50m;

    /// <summary>Fewest refused orders in ten seconds that stop the account.</summary>
    [Range(1, 1_000_000)]
    public int MinRejects { get; init; } = 20;

    /// <summary>How long too many refused orders stop the account.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RejectCooldown { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Trips by refused orders a day; the last one needs a person.</summary>
    [Range(1, 1_000)]
    public int MaxRejectTrips { get; init; } = 3;

    /// <summary>These limits, but those that an account has of its own.</summary>
    public AccountBreakerLimits For(AccountLimits account) => this with
    {
        SoftDailyLoss = account.SoftDailyLoss > 0 ? account.SoftDailyLoss : SoftDailyLoss,
        HardDailyLoss = account.HardDailyLoss > 0 ? account.HardDailyLoss : HardDailyLoss,
        MaxDrawdown = account.MaxDrawdown > 0 ? account.MaxDrawdown : MaxDrawdown,
    };
}
