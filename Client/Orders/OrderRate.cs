using System.Threading.RateLimiting;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Orders;

/// <summary>How many orders a key may send; without keys there is no bound.</summary>
internal sealed class OrderRate(AccessOptions options) : IDisposable
{
    private readonly PartitionedRateLimiter<Caller> _limiter = PartitionedRateLimiter.Create<Caller, string>(
        caller => TokenBuckets.Of(caller.Name, options.OrdersPerSecond));

    /// <summary>Counts orders. Returns the problem to answer if they are too many, all of them together; else null.</summary>
    public ProblemResult? Take(Caller caller, int orders)
    {
        if (ReferenceEquals(caller, Caller.Local)) return null;
        using var lease = _limiter.AttemptAcquire(caller, orders);
        return lease.IsAcquired
            ? null
            : new(Problem.BodyOf(TradingError.RateLimited, $"more than {options.OrdersPerSecond} orders per second"),
                TokenBuckets.RetryAfter);
    }

    public void Dispose() => _limiter.Dispose();
}
