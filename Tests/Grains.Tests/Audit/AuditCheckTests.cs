using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TradingOps.Grains.Audit;
using TradingOps.Silo.Health;

namespace TradingOps.Grains.Tests.Audit;

public sealed class AuditCheckTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly AuditCheck _check;

    public AuditCheckTests() => _check = new(Options.Create(new AuditOptions { Every = TimeSpan.FromSeconds(30) }), _clock);

    [Fact]
    public async Task An_audit_that_does_not_end_is_unhealthy_until_one_has()
    {
        Assert.Equal(HealthStatus.Healthy, await StatusAsync());
        _clock.Advance(TimeSpan.FromSeconds(331));
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync());
        _check.Take(new(_clock.GetUtcNow(), 0));
        Assert.Equal(HealthStatus.Healthy, await StatusAsync());
        _clock.Advance(TimeSpan.FromSeconds(331));
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync());
    }

    [Fact]
    public async Task What_does_not_add_up_is_degraded()
    {
        _check.Take(new(_clock.GetUtcNow(), 2));
        Assert.Equal(HealthStatus.Degraded, await StatusAsync());
        Assert.StartsWith("2 violations", (await _check.CheckHealthAsync(new())).Description, StringComparison.Ordinal);
    }

    private async Task<HealthStatus> StatusAsync() => (await _check.CheckHealthAsync(new())).Status;
}
