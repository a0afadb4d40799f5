using Confluent.Kafka;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Kafka;

/// <summary>Silos that are killed while they publish, and brokers that are away, busy or refuse.</summary>
public sealed class KafkaFaultTests
{
    private const string Trades = Published.Trades;
    private const string Executions = Published.Executions;

    private static readonly string[] Symbols = Published.Symbols;

    [Theory]
    [InlineData(false, 5)]
    [InlineData(true, 2)]
    public async Task No_trade_is_missing_after_kills(bool isDatabase, int rounds)
    {
        using var kafka = new MockKafka();
        await using var database = isDatabase ? await PostgresServer.StartAsync() : null;
        string[] settings = ["--Kafka:BootstrapServers", kafka.Servers, "--Kafka:From", "begin"];
        await using var stack = database is null
            ? await TradingStack.StartAsync(null, settings)
            : await TradingStack.StartClusterAsync(database.ConnectionString, silos: 2, settings);
        for (var round = 0; round < rounds; round++)
        {
            using var ends = new CancellationTokenSource();
            var before = kafka.ReadAll(Trades).Count;
            var load = Symbols.Select(s => KafkaLoad.TradeUntilAsync(stack, s, ends.Token)).ToList();
            // While messages are on their way.
            await Eventually.HoldsAsync(() => Task.FromResult(kafka.ReadAll(Trades).Count > before + 2 * round));
            var victim = isDatabase ? stack.HomeOf(Symbols[round % 2]) : 0;
            await stack.KillSiloAsync(victim);
            await stack.StartSiloAsync(victim);
            await ends.CancelAsync();
            await Task.WhenAll(load);
        }
        await Published.AssertAllAsync(kafka, stack);
    }

    [Fact]
    public async Task Errors_that_pass_keep_the_order()
    {
        using var kafka = new MockKafka();
        await using var stack = await TradingStack.StartAsync(null, "--Kafka:BootstrapServers", kafka.Servers);
        for (var round = 1; round <= 5; round++)
        {
            using var ends = new CancellationTokenSource();
            var published = kafka.ReadAll(Trades).Count;
            var load = Symbols.Select(s => KafkaLoad.TradeUntilAsync(stack, s, ends.Token)).ToList();
            kafka.FailProduce(
                ErrorCode.NotLeaderForPartition, ErrorCode.NotEnoughReplicas, ErrorCode.RequestTimedOut, ErrorCode.NoError,
                ErrorCode.LeaderNotAvailable, ErrorCode.NotEnoughReplicasAfterAppend);
            await Eventually.HoldsAsync(() => Task.FromResult(kafka.ReadAll(Trades).Count > published + 20));
            // In the last round the producer ends as a whole, and another one goes on from where all was acknowledged.
            if (round == 5) kafka.FailProduce(ErrorCode.TopicAuthorizationFailed);
            await Task.WhenAll(load);
        }
        await Published.AssertAllAsync(kafka, stack);
    }

    [Fact]
    public async Task A_topic_that_refuses_holds_up_no_other()
    {
        using var kafka = new MockKafka();
        kafka.RefuseTopic(Executions, ErrorCode.TopicAuthorizationFailed);
        await using var stack = await TradingStack.StartAsync(null, "--Kafka:BootstrapServers", kafka.Servers);
        for (var i = 0; i < 10; i++) await KafkaLoad.TradeAsync(stack, "AAPL", 100, 1);
        await Eventually.HoldsAsync(() => Task.FromResult(kafka.ReadAll(Trades).WithoutRepetitions().Count == 10));
        var incidents = await Eventually.BecomesAsync(
            () => stack.GetAsync("/incidents?status=open"),
            a => a.Body.GetRawText().Contains(Executions, StringComparison.Ordinal));
        Assert.Contains("\"type\":\"kafka\"", incidents.Body.GetRawText(), StringComparison.Ordinal);

        kafka.RefuseTopic(Executions, ErrorCode.NoError);
        await Eventually.BecomesAsync(
            () => stack.GetAsync("/incidents?status=open"),
            a => !a.Body.GetRawText().Contains(Executions, StringComparison.Ordinal), TimeSpan.FromMinutes(2));
        await Published.AssertAllAsync(kafka, stack);
    }
}
