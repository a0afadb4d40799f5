using System.Text.Json;
using Confluent.Kafka;
using TradingOps.EndToEnd.Tests.Monitoring;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Kafka;

/// <summary>Prices that come from a topic.</summary>
public sealed class KafkaFeedTests
{
    private const int Sent = 2_000;

    private static readonly DateTime Begin = new(2026, 1, 5, 14, 30, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Ticks_of_a_topic_are_in_the_bars_once_after_kills()
    {
        using var kafka = new MockKafka();
        await using var stack = await TradingStack.StartAsync(null, "--Kafka:BootstrapServers", kafka.Servers);
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig
        {
            BootstrapServers = kafka.Servers,
            EnableIdempotence = true,
            Partitioner = Partitioner.Murmur2Random,
        }).Build();
        await producer.ProduceAsync("ticks", TickOf("MSFT", -1));
        var (status, added) = await stack.PostAsync(
            "/feeds", """{"id":"ticks","kind":"kafka","topic":"ticks","symbols":["MSFT"]}""");
        Assert.True(status == 201, $"{added}");
        // A new group begins behind what there is: sent until the first one is taken.
        var first = 0;
        await Eventually.HoldsAsync(async () =>
        {
            await producer.ProduceAsync("ticks", TickOf("MSFT", first++));
            return (await FeedAsync(stack)).GetProperty("taken").GetInt64() > 0;
        });

        var before = (await stack.GetAsync("/price?symbol=MSFT")).Body;
        Assert.Equal(("ticks", false), (before.Text("source"), before.GetProperty("stale").GetBoolean()));
        for (var i = first; i < first + Sent; i++)
        {
            producer.Produce("ticks", TickOf("MSFT", i));
            if (i % 200 == 0) producer.Produce("ticks", TickOf("AAPL", i));
            if (i % 500 == 100) producer.Produce("ticks", new() { Key = "MSFT", Value = "no tick" });
            if ((i - first) % 700 != 350) continue;
            producer.Flush();
            await stack.KillSiloAsync(0);
            await stack.StartSiloAsync(0);
        }
        producer.Flush();

        // What was sent while the group had no place yet is not in them.
        var bars = await Eventually.BecomesAsync(() => BarsAsync(stack), b => b.Count >= Sent, TimeSpan.FromMinutes(2));
        await producer.ProduceAsync("ticks", TickOf("MSFT", first + Sent));
        var after = await Eventually.BecomesAsync(() => BarsAsync(stack), b => b.Count > bars.Count);
        Assert.Equal((bars.Count + 1, 2 * (bars.Count + 1)), after);
        Assert.InRange(after.Count, Sent + 1, Sent + 1 + first);
        var feed = await FeedAsync(stack);
        Assert.Contains("it is no JSON", feed.GetProperty("faults").GetRawText(), StringComparison.Ordinal);
        Assert.Equal("running", feed.Text("status"));
        await Eventually.HoldsAsync(async () => (await MetricsPage.ReadAsync([stack.SiloHttp]))
            .Series("kafka_consumer_lag", ("consumer_group", "tradingops-feed-ticks"), ("topic", "ticks")) is [0]);
    }

    [Fact]
    public async Task A_feed_without_brokers_says_so()
    {
        await using var stack = await TradingStack.StartAsync();
        var (status, wrong) = await stack.PostAsync("/feeds", """{"id":"a","kind":"kafka","symbols":["MSFT"]}""");
        Assert.Equal((400, "topic is missing"), (status, wrong.Text("detail")));
        await stack.PostAsync("/feeds", """{"id":"ticks","kind":"kafka","topic":"ticks","symbols":["MSFT"]}""");
        var failed = await Eventually.BecomesAsync(() => FeedAsync(stack), f => f.Text("status") == "failed");
        Assert.Equal("Kafka:BootstrapServers of this silo is empty", failed.Text("fault"));
    }

    private static Message<string, string> TickOf(string symbol, int number) => new()
    {
        Key = symbol,
        Value = JsonSerializer.Serialize(new
        {
            symbol,
            price = 400 + number % 7,
            qty = 2,
            side = "buy",
            ts = (Begin.AddMilliseconds(10 * Math.Max(0, number)) - DateTime.UnixEpoch).TotalMilliseconds,
        }),
    };

    private static async Task<JsonElement> FeedAsync(TradingStack stack) => (await stack.GetAsync("/feeds/ticks")).Body;

    private static async Task<(long Count, decimal Volume)> BarsAsync(TradingStack stack)
    {
        var (_, bars) = await stack.GetAsync("/bars/MSFT?timeframe=1Min&start=2026-01-05T00:00:00Z&limit=1000");
        return bars.ValueKind != JsonValueKind.Array ? default : (
            bars.EnumerateArray().Sum(b => b.GetProperty("count").GetInt64()),
            bars.EnumerateArray().Sum(b => b.GetProperty("volume").GetDecimal()));
    }
}
