using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using TradingOps.Engine.Errors;

namespace TradingOps.Hosting.Access;

/// <summary>How many requests a key may send.</summary>
internal static class KeyLimits
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    public static void Configure(RateLimiterOptions limiter, AccessOptions options, KeyRing keys)
    {
        if (keys.IsEmpty) return;
        var tokens = Math.Max(1, options.RequestsPerSecond / 10);
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            // Who has no key got no further than an endpoint that is for everyone.
            RateLimitPartition.GetTokenBucketLimiter(context.Features.Get<Caller>()?.Name ?? "", _ => new()
            {
                TokenLimit = options.RequestsPerSecond,
                TokensPerPeriod = tokens,
                ReplenishmentPeriod = Window * tokens / options.RequestsPerSecond,
                QueueLimit = 0,
            }));
        limiter.OnRejected = (context, _) => new(RejectAsync(context, options));
    }

    private static Task RejectAsync(OnRejectedContext rejected, AccessOptions options)
    {
        rejected.HttpContext.Response.Headers.RetryAfter = Window.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return ProblemWriter.WriteAsync(rejected.HttpContext, TradingError.RateLimited,
            $"more than {options.RequestsPerSecond} requests a second");
    }
}
