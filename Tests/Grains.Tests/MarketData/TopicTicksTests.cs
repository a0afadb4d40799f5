using System.Text;
using TradingOps.Grains.MarketData;
using TradingOps.Grains.MarketData.Feeds;

namespace TradingOps.Grains.Tests.MarketData;

/// <summary>Ticks as other programs write them to a topic.</summary>
public sealed class TopicTicksTests
{
    private const long At = 1_764_806_400_000_000;

    [Theory]
    [InlineData("1764806400")]
    [InlineData("1764806400.0")]
    [InlineData("1764806400000")]
    [InlineData("1764806400000000")]
    [InlineData("1764806400000000000")]
    [InlineData("\"1764806400000\"")]
    [InlineData("\"2025-12-04T00:00:00Z\"")]
    [InlineData("\"2025-12-04T01:00:00+01:00\"")]
    public void Times_of_every_unit_are_read(string time)
    {
        var (symbol, tick, fault) = Read($$"""{"symbol":"AAPL","price":190.5,"qty":100,"side":"buy","ts":{{time}}}""");
        Assert.Equal(("AAPL", new Tick(7, At, 190.5m, 100), null), (symbol, tick, fault));
    }

    [Fact]
    public void Sides_of_a_quote_make_one()
    {
        Assert.Equal(
            new Tick(7, At, null, 0, Bid: 190.5m, BidSize: 3),
            Read("""{"symbol":"AAPL","price":"190.5","qty":3,"side":"BID","at":"2025-12-04T00:00:00Z"}""").Tick);
        Assert.Equal(
            new Tick(7, At, null, 0, Ask: 190.5m, AskSize: 3),
            Read("""{"symbol":"AAPL","price":190.5,"qty":3,"side":"ask","ts":1764806400}""").Tick);
    }

    [Theory]
    [InlineData("", "it is no JSON")]
    [InlineData("[1]", "it is no object")]
    [InlineData("""{"price":1,"ts":1}""", "it has no symbol")]
    [InlineData("""{"symbol":"","price":1,"ts":1}""", "it has no symbol")]
    [InlineData("""{"symbol":"A","price":"dear","ts":1}""", "it has no price")]
    [InlineData("""{"symbol":"A","price":1e99,"ts":1}""", "it has no price")]
    [InlineData("""{"symbol":"A","price":1}""", "it has no time")]
    [InlineData("""{"symbol":"A","price":1,"ts":-1}""", "it has no time")]
    [InlineData("""{"symbol":"A","price":1,"ts":1e25}""", "it has no time")]
    [InlineData("""{"symbol":"A","price":1,"ts":"soon"}""", "it has no time")]
    public void What_is_wrong_is_said(string body, string fault) =>
        Assert.StartsWith(fault, Read(body).Fault, StringComparison.Ordinal);

    private static (string? Symbol, Tick Tick, string? Fault) Read(string body) =>
        TopicTicks.Read(Encoding.UTF8.GetBytes(body), 7);
}
