using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using Json.Schema;
using TradingOps.EndToEnd.Tests.Monitoring;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Kafka;

/// <summary>What a silo publishes to Kafka, read as any consumer reads it.</summary>
public sealed class KafkaTests
{
    private const int MockPartitions = 4;

    private static readonly ConcurrentDictionary<string, JsonSchema> Schemas = new();

    private static readonly string[] Topics =
        ["orders", "executions", "trades", "quotes", "books", "positions", "accounts", "instruments", "breakers", "incidents"];

    [Fact]
    public async Task Every_topic_says_what_the_api_says()
    {
        using var kafka = new MockKafka();
        await using var stack = await TradingStack.StartAsync(
            null, "--Kafka:BootstrapServers", kafka.Servers, "--Kafka:Topics:Books", "true", "--Kafka:TicksTopic", "ticks");
        for (var i = 0; i < 10; i++) await KafkaLoad.TradeAsync(stack, "AAPL", 100 + i, 1 + i);
        // Refused before it reaches a market, resting, canceled; a breaker and an incident.
        var (refusedStatus, refused) = await stack.PostAsync("/orders", Order("poor", 100, 50_000));
        Assert.True(refusedStatus is 422 or 400, $"{refused}");
        var (_, resting) = await stack.PostAsync("/orders", Order("buyer", 90, 1));
        await stack.DeleteAsync($"/orders/{resting.Text("id")}");
        await stack.PostAsync("/breakers/account:buyer/trip", """{"reason":"a test"}""");
        await stack.PostAsync("/incidents", """{"title":"a test","severity":"SEV4"}""");

        var trades = await KafkaLoad.TradeIdsAsync(stack, "AAPL");
        var all = await Eventually.BecomesAsync(
            () => Task.FromResult(kafka.ReadAll([.. Topics.Select(Name), "ticks"])),
            m => Of(m, "trades").Count == trades.Count && Of(m, "positions").Count >= 2 && Of(m, "accounts").Count >= 2
                && Of(m, "breakers").Exists(b => b.Message.Key == "account:buyer") && Of(m, "incidents").Count > 0
                && Of(m, "orders").Exists(o => o.Message.Key == resting.Text("id") && o.Text().Contains("canceled"))
                && Of(m, "books").Count > 0 && Of(m, "quotes").Count > 0
                && Of(m, "orders").Exists(o => o.Header("stream").StartsWith('@')),
            what: stack.DescribeProblems());

        Assert.Equal(trades.Order(StringComparer.Ordinal), Of(all, "trades").Select(t => Body(t).GetProperty("id").GetString()!)
            .Order(StringComparer.Ordinal));
        Assert.Equal(trades.Count, all.Count(m => m.Topic == "ticks"));
        // The last message of a key is what the API answers.
        foreach (var last in Of(all, "orders").GroupBy(o => o.Message.Key).Select(g => g.Last()))
            AssertSame((await stack.GetAsync($"/orders/{last.Message.Key}")).Body, last);
        foreach (var last in Of(all, "instruments"))
            AssertSame((await stack.GetAsync($"/instruments/{last.Message.Key}")).Body, last);
        AssertSame(
            (await stack.GetAsync("/breakers/account:buyer")).Body, Of(all, "breakers").Last(b => b.Message.Key != "firm"));
        AssertSame(
            (await stack.GetAsync($"/incidents/{Of(all, "incidents")[^1].Message.Key}")).Body, Of(all, "incidents")[^1]);
        var position = Body(Of(all, "positions").Last(p => p.Message.Key == "buyer|AAPL")).GetProperty("position");
        Assert.Equal(55, position.GetProperty("qty").GetDecimal());
        // An order's executions add up to what was filled.
        var filled = Of(all, "executions").Select(Body).Where(e => e.Text("event") == "traded")
            .GroupBy(e => e.Text("id")).ToDictionary(g => g.Key!, g => g.Sum(e => e.GetProperty("qty").GetDecimal()));
        foreach (var last in Of(all, "orders").GroupBy(o => o.Message.Key).Select(g => Body(g.Last())))
            Assert.Equal(last.GetProperty("filled_qty").GetDecimal(), filled.GetValueOrDefault(last.Text("id")!));

        // A client of another make reads the same.
        var (exit, read) = await Tool.RunAsync(
            "kcat", ["-b", kafka.Servers, "-C", "-t", Name("trades"), "-o", "beginning", "-e", "-q", "-f", "%k %s\\n"]);
        Assert.Equal((0, string.Concat(Of(all, "trades").Select(t => $"AAPL {t.Text()}\n"))), (exit, read));

        foreach (var message in all) AssertForm(message);
        Assert.Equal(all.Count, all.WithoutRepetitions().Count);
    }

    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("AAPL", 1691292177)]
    public void The_hash_of_keys_is_that_of_other_clients(string key, int hash) =>
        Assert.Equal(hash, MessageRules.Murmur2(Encoding.UTF8.GetBytes(key)));

    private static void AssertForm(ConsumeResult<string, byte[]?> message)
    {
        string[] expected =
        [
            "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_subject", "ce_time", "content-type", "id", "stream",
            "sequence", "position",
        ];
        Assert.Equal(expected, message.Message.Headers.Select(h => h.Key));
        var type = message.Header("ce_type").Split('.')[1];
        Assert.Equal(("1.0", "application/json", $"/tradingops/tradingops/{type}"), (
            message.Header("ce_specversion"), message.Header("content-type"), message.Header("ce_source")));
        Assert.Equal(message.Header("id"), message.Header("ce_id"));
        Assert.StartsWith(
            message.Header("stream") + "-" + message.Header("sequence"), message.Header("id"), StringComparison.Ordinal);
        Assert.Equal(MessageRules.PartitionOf(message.Message.Key, MockPartitions), message.Partition.Value);
        Assert.Equal(
            message.Message.Timestamp.UtcDateTime,
            DateTimeOffset.Parse(message.Header("ce_time")).UtcDateTime, TimeSpan.FromMilliseconds(1));
        var schema = Schemas.GetOrAdd(
            type, t => JsonSchema.FromFile(Path.Combine(Repository.Root.FullName, "docs", "schemas", $"{t}.json")));
        var result = schema.Evaluate(JsonDocument.Parse(message.Text()).RootElement, new() { OutputFormat = OutputFormat.List });
        Assert.True(result.IsValid, $"{type}: {message.Text()} {JsonSerializer.Serialize(result)}");
    }

    private static void AssertSame(JsonElement answer, ConsumeResult<string, byte[]?> message) => Assert.True(
        JsonNode.DeepEquals(JsonNode.Parse(answer.GetRawText()), JsonNode.Parse(message.Text())),
        $"{message.Topic}: {answer} is {message.Text()}");

    private static JsonElement Body(ConsumeResult<string, byte[]?> message) => JsonDocument.Parse(message.Text()).RootElement;

    private static List<ConsumeResult<string, byte[]?>> Of(IEnumerable<ConsumeResult<string, byte[]?>> all, string topic) =>
        [.. all.Where(m => m.Topic == Name(topic))];

    private static string Name(string topic) => $"tradingops.{topic}.v1";

    private static string Order(string account, decimal price, int quantity) => $$"""
        {"symbol":"AAPL","account":"{{account}}","side":"buy","type":"limit","limit_price":{{price}},"qty":{{quantity}}}
        """;
}
