using System.Text.Json;
using Confluent.Kafka;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Kafka;

/// <summary>What must be on Kafka in the end.</summary>
internal static class Published
{
    public const string Trades = "tradingops.trades.v1";
    public const string Executions = "tradingops.executions.v1";

    private const string Orders = "tradingops.orders.v1";

    public static readonly string[] Symbols = ["AAPL", "MSFT"];

    /// <summary>Every trade is published, in order, with its orders and executions, but for repetitions.</summary>
    public static async Task AssertAllAsync(MockKafka kafka, TradingStack stack)
    {
        foreach (var symbol in Symbols)
        {
            var trades = await KafkaLoad.TradeIdsAsync(stack, symbol);
            var inOrder = trades.OrderBy(Sequence).ToList();
            var published = await Eventually.BecomesAsync(
                () => Task.FromResult(Ids(kafka, symbol)), ids => ids.Count == trades.Count, TimeSpan.FromMinutes(2),
                $"{symbol}, {trades.Count} trades:");
            Assert.Equal(inOrder, published);
        }
        var executions = await Eventually.BecomesAsync(
            () => Task.FromResult(kafka.ReadAll(Executions).WithoutRepetitions()),
            all => all.Select(TradeOf).Count(t => t is not null) == 2 * kafka.ReadAll(Trades).WithoutRepetitions().Count,
            TimeSpan.FromMinutes(2));
        var filled = executions.Where(e => TradeOf(e) is not null).Select(Body).GroupBy(e => e.Text("id")!)
            .ToDictionary(g => g.Key, g => g.Sum(e => e.GetProperty("qty").GetDecimal()));
        var orders = kafka.ReadAll(Orders).WithoutRepetitions().GroupBy(o => o.Message.Key)
            .ToDictionary(g => g.Key, g => Body(g.Last()).GetProperty("filled_qty").GetDecimal());
        Assert.All(filled, f => Assert.Equal(f.Value, orders[f.Key]));

        static string? TradeOf(ConsumeResult<string, byte[]?> e) =>
            Body(e).TryGetProperty("trade_id", out var id) ? id.GetString() : null;
    }

    private static List<string> Ids(MockKafka kafka, string symbol) =>
    [
        .. kafka.ReadAll(Trades).Where(t => t.Message.Key == symbol).WithoutRepetitions().Select(t => Body(t).Text("id")!),
    ];

    private static (long Record, int Trade) Sequence(string trade)
    {
        var parts = trade.Split('-');
        return (long.Parse(parts[^2]), int.Parse(parts[^1]));
    }

    private static JsonElement Body(ConsumeResult<string, byte[]?> message) => JsonDocument.Parse(message.Text()).RootElement;
}
