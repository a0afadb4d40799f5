using Microsoft.Extensions.Diagnostics.HealthChecks;
using TradingOps.Engine.Breakers;
using TradingOps.Grains.Breakers;

namespace TradingOps.Silo.Health;

/// <summary>Whether the firm's breaker was heard of within its lease; without, orders are refused.</summary>
internal sealed class BreakerLeaseCheck(BreakerCache board) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(board.Firm == BreakerState.Unknown
            ? HealthCheckResult.Unhealthy("the firm's breaker does not answer")
            : HealthCheckResult.Healthy());
}
