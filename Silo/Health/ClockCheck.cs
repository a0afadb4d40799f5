using Microsoft.Extensions.Diagnostics.HealthChecks;
using TradingOps.Grains.Clocks;

namespace TradingOps.Silo.Health;

/// <summary>Whether this silo's clock is trusted, and no market of it is ahead; without, new orders are refused.</summary>
internal sealed class ClockCheck(ClockState state, TimeProvider clock) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // A silo without orders reads no time.
        clock.GetUtcNow();
        if (state.Fault is { } fault) return Task.FromResult(HealthCheckResult.Unhealthy(fault));
        var ahead = state.MarketsAhead.OrderByDescending(m => m.Value).ToArray();
        return Task.FromResult(ahead.Length == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy(
                $"{ahead.Length} markets are ahead of the clock, first {ahead[0].Key}: {ClockState.ToText(ahead[0].Value)}"));
    }
}
