using TradingOps.Engine.Markets;

namespace TradingOps.Engine.Tests.Markets;

public sealed class OrderIdsTests
{
    [Theory]
    [InlineData("AAPL-1042", "AAPL", 1042)]
    [InlineData("BRK-B-7", "BRK-B", 7)]
    [InlineData("AAPL-1042T", "AAPL", 1042 | 1L << 61)]
    [InlineData("AAPL-1042S", "AAPL", 1042 | 1L << 60)]
    public void An_order_id_names_symbol_and_number(string id, string symbol, long number)
    {
        Assert.True(OrderIds.TryParse(id, out var parsedSymbol, out var parsedNumber));
        Assert.Equal((symbol, number), (parsedSymbol, parsedNumber));
        Assert.Equal(id, OrderIds.Format(symbol, number));
    }

    [Fact]
    public void A_trade_id_names_record_and_place()
    {
        Assert.True(OrderIds.TryParseTrade("AAPL-1042-3", out var symbol, out var sequence, out var trade));
        Assert.Equal(("AAPL", 1042L, 3), (symbol, sequence, trade));
        Assert.Equal("AAPL-1042-3", OrderIds.FormatTrade(symbol, sequence, trade));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAPL")]
    [InlineData("-1")]
    [InlineData("AAPL-0")]
    [InlineData("AAPL-01")]
    [InlineData("AAPL-x")]
    [InlineData("AAPL-+1")]
    [InlineData("AAPL-99999999999999999999")]
    [InlineData("AAPL-1152921504606846976")]
    [InlineData("AAPL-T")]
    [InlineData("T")]
    [InlineData("AAPL-7X")]
    [InlineData("AAPL-7TS")]
    public void Anything_else_is_no_order_id(string id) => Assert.False(OrderIds.TryParse(id, out _, out _));
}
