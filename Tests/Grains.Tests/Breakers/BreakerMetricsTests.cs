using System.Text;
using Prometheus;
using TradingOps.Engine.Breakers;
using TradingOps.Grains.Breakers;

namespace TradingOps.Grains.Tests.Breakers;

public sealed class BreakerMetricsTests
{
    [Fact]
    public async Task The_firms_state_is_shown_while_it_is_known()
    {
        var registry = Metrics.NewCustomRegistry();
        var metrics = new BreakerMetrics(Metrics.WithCustomRegistry(registry));
        foreach (var (state, shown) in new (BreakerState, string?)[]
        {
            (BreakerState.Closed, "0"), (BreakerState.Unknown, null), (BreakerState.Open, "1"), (BreakerState.Isolated, "1"),
            (BreakerState.Unknown, null), (BreakerState.HalfOpen, "2"), (BreakerState.ReduceOnly, "2"),
        })
        {
            metrics.Show(state);
            Assert.Equal(shown, await ShownAsync(registry));
        }
    }

    private static async Task<string?> ShownAsync(CollectorRegistry registry)
    {
        using var text = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(text);
        return Encoding.UTF8.GetString(text.ToArray()).Split('\n')
            .FirstOrDefault(line => line.StartsWith("circuit_breaker_state ", StringComparison.Ordinal))?.Split(' ')[1];
    }
}
