using TradingOps.EndToEnd.Tests.Monitoring;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Kafka;

/// <summary>
/// Brokers that are away. Alone: a process that another test starts would keep their sockets open.
/// </summary>
[Collection(Alone.Name)]
public sealed class KafkaOutageTests
{
    [Fact]
    public async Task Brokers_that_are_away_delay_messages_and_nothing_else()
    {
        using var kafka = new MockKafka();
        await using var stack = await TradingStack.StartAsync(null, "--Kafka:BootstrapServers", kafka.Servers);
        foreach (var symbol in Published.Symbols) await KafkaLoad.TradeAsync(stack, symbol, 100, 1);
        await Eventually.HoldsAsync(() => Task.FromResult(kafka.ReadAll(Published.Trades).Count == 2));
        await Eventually.BecomesAsync(() => HealthAsync(stack), h => h == "ok");

        kafka.Stop();
        await Eventually.BecomesAsync(() => HealthAsync(stack), h => h == "failed");
        for (var i = 0; i < 50; i++) await KafkaLoad.TradeAsync(stack, Published.Symbols[i % 2], 100, 1 + i % 3);
        await Eventually.BecomesAsync(() => LagAsync(stack), lag => lag >= 50);
        Assert.Equal(0, await ConnectedAsync(stack));
        // A silo that starts without brokers is healthy, and publishes when they are there.
        await stack.KillSiloAsync(0);
        stack.LaunchSilo(0);
        await stack.Silo.UntilHealthyAsync(stack.SiloHttp, "/health/ready");
        await Eventually.HoldsAsync(async () => (await stack.GetAsync("/health/ready")).Status == 200);
        await KafkaLoad.TradeAsync(stack, "AAPL", 100, 1);

        kafka.Start();
        await Published.AssertAllAsync(kafka, stack);
        await Eventually.BecomesAsync(() => LagAsync(stack), lag => lag == 0);
        await Eventually.BecomesAsync(() => ConnectedAsync(stack), status => status == 1);
    }

    private static async Task<string?> HealthAsync(TradingStack stack)
    {
        var (_, health) = await stack.SiloHealthAsync();
        return health.GetProperty("checks").GetProperty("kafka").Text("status");
    }

    private static async Task<double> LagAsync(TradingStack stack) =>
        (await MetricsPage.ReadAsync([stack.SiloHttp])).Sum("kafka_publish_lag", ("topic", "trades"));

    private static async Task<double> ConnectedAsync(TradingStack stack) =>
        (await MetricsPage.ReadAsync([stack.SiloHttp])).Sum("kafka_connection_status");
}
