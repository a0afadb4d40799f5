using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using TradingOps.Engine.Errors;

namespace TradingOps.Hosting.Access;

/// <summary>How many requests a key may send.</summary>
internal static class KeyLimits
{
    public static void Configure(RateLimiterOptions limiter, AccessOptions options, KeyRing keys)
    {
        if (keys.IsEmpty) return;
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            context.Features.Get<Caller>() is { } caller
                ? TokenBuckets.Of(caller.Name, options.RequestsPerSecond)
                // KeylessLimit has counted it.
                : RateLimitPartition.GetNoLimiter(""));
        limiter.OnRejected = (context, _) => new(
            RejectAsync(context.HttpContext, $"more than {options.RequestsPerSecond} requests per second"));
    }

    /// <summary>Answers a request that is one too many.</summary>
    public static Task RejectAsync(HttpContext context, string detail)
    {
        context.Response.Headers.RetryAfter = TokenBuckets.RetryAfter;
        return ProblemWriter.WriteAsync(context, TradingError.RateLimited, detail);
    }
}
