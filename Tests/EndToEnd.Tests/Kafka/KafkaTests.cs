using System.Text;


using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Kafka;

/// <summary>What a silo publishes to Kafka, read as any consumer reads it.</summary>
public sealed class KafkaTests
{
    [Fact]
    public async Task Trades_and_orders_arrive_once_and_in_order()
    {
        using var kafka = new MockKafka();
        await using var stack = await TradingStack.StartAsync(null, "--Kafka:BootstrapServers", kafka.Servers);
        for (var i = 0; i < 20; i++) await TradeAsync(stack, 100 + i, 1 + i);
        try { await Eventually.HoldsAsync(() => Task.FromResult(kafka.ReadAll("tradingops.trades.v1").Count == 20)); } finally { File.WriteAllText("/tmp/w/silo.txt", stack.Silo.Output); File.WriteAllText("/tmp/w/n.txt", $"{kafka.ReadAll("tradingops.trades.v1").Count} {kafka.Servers}"); }
        foreach (var m in kafka.ReadAll("tradingops.trades.v1", "tradingops.orders.v1", "tradingops.executions.v1", "tradingops.positions.v1", "tradingops.accounts.v1", "tradingops.quotes.v1", "tradingops.instruments.v1", "tradingops.breakers.v1", "tradingops.incidents.v1"))
            File.AppendAllText("/tmp/w/kafka.txt", $"{m.Topic} {m.Partition.Value} {m.Offset.Value} {m.Message.Key} {string.Join(" ", m.Message.Headers.Select(h => h.Key + "=" + Encoding.UTF8.GetString(h.GetValueBytes())))} {Encoding.UTF8.GetString(m.Message.Value ?? [])}\n");
        File.AppendAllText("/tmp/w/kafka.txt", stack.Silo.Output);
    }

    private static async Task TradeAsync(TradingStack stack, decimal price, int quantity)
    {
        foreach (var (account, side) in new[] { ("seller", "sell"), ("buyer", "buy") })
        {
            var (status, order) = await stack.PostAsync("/orders", $$"""
                {"symbol":"AAPL","account":"{{account}}","side":"{{side}}","type":"limit","limit_price":{{price}},"qty":{{quantity}}}
                """);
            Assert.True(status == 201, $"{order}");
        }
    }
}
