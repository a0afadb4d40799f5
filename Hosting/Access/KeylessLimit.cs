using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace TradingOps.Hosting.Access;

/// <summary>
/// How many requests one network address may send without a valid key: guesses at keys, or what is for everyone.
/// </summary>
internal sealed class KeylessLimit(AccessOptions options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(
        address => TokenBuckets.Of(address, options.KeylessRequestsPerSecond));

    /// <summary>Counts a request. Returns whether its address may send it.</summary>
    public bool TryTake(HttpContext context)
    {
        using var lease = _limiter.AttemptAcquire(NetworkAddress.OwnerOf(context));
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
