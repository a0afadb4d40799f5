using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using TradingOps.Grains.Incidents;
using TradingOps.Grains.Kafka;
using TradingOps.Silo.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace TradingOps.Grains.Tests.Kafka;

/// <summary>The producer over brokers in memory, and over settings that make none.</summary>
public sealed class KafkaProducerTests
{
    private const string Trades = "tradingops.trades.v1";

    [Theory]
    [InlineData("a:9092,b", null, null, "BootstrapServers 'b' is not host:port")]
    [InlineData("a:port", null, null, "BootstrapServers 'a:port' is not host:port")]
    [InlineData("a:1", "no.such.property=1", null, "no.such.property")]
    [InlineData("a:1", "socket.timeout.ms=never", null, "socket.timeout.ms")]
    [InlineData("a:1", "secret", null, "Extra:0 is not name=value")]
    [InlineData("a:1", null, "2026-02-30T00:00:00Z", "2026-02-30T00:00:00Z")]
    public void Wrong_settings_are_named_at_the_start(string servers, string? extra, string? from, string expected)
    {
        var options = new KafkaOptions
        {
            BootstrapServers = servers,
            Extra = extra is null ? [] : [extra],
            From = from ?? KafkaOptions.FromNow,
        };
        using var producer = Make(options);
        var failure = Assert.Throws<OptionsValidationException>(producer.Open);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_left_out_alone()
    {
        using var kafka = new MockKafka();
        using var producer = Make(new() { BootstrapServers = kafka.Servers, Extra = ["message.max.bytes=2000"] });
        await producer.SendAsync([MessageOf(1, 10), MessageOf(2, 5_000), MessageOf(3, 10)], CancellationToken.None);
        await producer.SendAsync([MessageOf(2, 5_000), MessageOf(4, 10)], CancellationToken.None);
        Assert.Equal(["AAPL-1.0", "AAPL-3.0", "AAPL-4.0"], kafka.ReadAll(Trades).Select(m => m.Header("id")));
    }

    [Fact]
    public async Task A_batch_that_a_broker_refuses_is_sent_one_by_one()
    {
        using var kafka = new MockKafka();
        using var producer = Make(new() { BootstrapServers = kafka.Servers });
        await producer.SendAsync([MessageOf(1, 10)], CancellationToken.None);
        kafka.FailProduce(ErrorCode.MsgSizeTooLarge);
        var batch = Enumerable.Range(2, 20).Select(i => MessageOf(i, 10)).ToList();
        await Assert.ThrowsAsync<KafkaSendException>(() => producer.SendAsync(batch, CancellationToken.None));
        await producer.SendAsync(batch, CancellationToken.None);
        Assert.Equal(21, kafka.ReadAll(Trades).Select(m => m.Header("id")).Distinct().Count());
    }

    [Fact]
    public async Task A_message_that_a_broker_refuses_alone_is_left_out()
    {
        using var kafka = new MockKafka();
        using var producer = Make(new() { BootstrapServers = kafka.Servers });
        await producer.SendAsync([MessageOf(1, 10)], CancellationToken.None);
        kafka.FailProduce(ErrorCode.MsgSizeTooLarge);
        await Assert.ThrowsAsync<KafkaSendException>(() => producer.SendAsync([MessageOf(2, 10)], CancellationToken.None));
        kafka.FailProduce(ErrorCode.MsgSizeTooLarge);
        await producer.SendAsync([MessageOf(2, 10)], CancellationToken.None);
        await producer.SendAsync([MessageOf(2, 10), MessageOf(3, 10)], CancellationToken.None);
        Assert.Equal(["AAPL-1.0", "AAPL-3.0"], kafka.ReadAll(Trades).Select(m => m.Header("id")));
    }

    private static KafkaProducer Make(KafkaOptions options) => new(
        Options.Create(options), new ConfigurationBuilder().Build(), new(),
        new IncidentOutbox(Substitute.For<IGrainFactory>(), TimeProvider.System, NullLogger<IncidentOutbox>.Instance),
        TimeProvider.System, NullLogger<KafkaProducer>.Instance);

    private static KafkaMessage MessageOf(long sequence, int size) =>
        new(KafkaTopic.Trades, "AAPL", new byte[size], "trade", "AAPL", "AAPL", sequence, 0, 0);
}
