using System.Threading.RateLimiting;

namespace TradingOps.Hosting.Access;

/// <summary>Token buckets that refill ten times a second.</summary>
public static class TokenBuckets
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>A bucket of so many tokens a second, and as many at once.</summary>
    public static TokenBucketRateLimiterOptions PerSecond(int tokens)
    {
        var refill = Math.Max(1, tokens / 10);
        return new()
        {
            TokenLimit = tokens,
            TokensPerPeriod = refill,
            ReplenishmentPeriod = Second * refill / tokens,
            QueueLimit = 0,
        };
    }
}
