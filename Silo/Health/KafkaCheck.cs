using Microsoft.Extensions.Diagnostics.HealthChecks;
using TradingOps.Silo.Kafka;

namespace TradingOps.Silo.Health;

/// <summary>Whether messages reach Kafka. Without, the silo trades on, and publishes later.</summary>
internal sealed class KafkaCheck(IServiceProvider services) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            services.GetService<KafkaProducer>() is { } producer ? Check(producer) : HealthCheckResult.Healthy("off"));

    private static HealthCheckResult Check(KafkaProducer producer)
    {
        if (producer.Fault is { } fault) return HealthCheckResult.Degraded(fault);
        var refused = string.Join(", ", producer.Refused);
        return refused.Length == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"topics that take no messages: {refused}");
    }
}
