using System.Threading.RateLimiting;

namespace TradingOps.Hosting.Access;

/// <summary>Bounds per second: token buckets that refill ten times a second.</summary>
public static class TokenBuckets
{
    /// <summary>Value of the header Retry-After where a bucket is empty, in seconds.</summary>
    public const string RetryAfter = "1";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>The bucket of one owner: so many tokens per second, and as many at once.</summary>
    /// <param name="owner">Whose bucket it is.</param>
    /// <param name="tokens">Tokens per second; 1 or more.</param>
    public static RateLimitPartition<string> Of(string owner, int tokens) => RateLimitPartition.GetTokenBucketLimiter(owner, _ =>
    {
        var refill = Math.Max(1, tokens / 10);
        return new()
        {
            TokenLimit = tokens,
            TokensPerPeriod = refill,
            ReplenishmentPeriod = Second * refill / tokens,
            QueueLimit = 0,
        };
    });
}
