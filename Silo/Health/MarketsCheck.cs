using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TradingOps.Silo.Health;

/// <summary>
/// Whether every market with a journal answers, whichever silo it runs on. <see cref="Recovery.MarketWaker"/> calls each of
/// them once a minute. One per silo.
/// </summary>
internal sealed class MarketsCheck : IHealthCheck
{
    private readonly ConcurrentDictionary<string, string> _failed = new(StringComparer.Ordinal);

    /// <summary>A market answered.</summary>
    public void Pass(string symbol) => _failed.TryRemove(symbol, out _);

    /// <summary>A market did not answer.</summary>
    public void Fail(string symbol, string why) => _failed[symbol] = why;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var failed = _failed.OrderBy(f => f.Key, StringComparer.Ordinal).ToArray();
        return Task.FromResult(failed.Length == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"{failed.Length} markets do not answer, first {failed[0].Key}: {failed[0].Value}"));
    }
}
