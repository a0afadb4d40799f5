using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Tests.Instruments;

public sealed class NearestSymbolsTests
{
    private static readonly string[] Known =
        ["AAPL", "AMZN", "ESH7", "ESM7", "ESU7", "ESZ7", "GOOGL", "MSFT", "TSLA", "AAPL271217C00190000", "AAPL271217P00190000"];

    [Theory]
    [InlineData("GOOG", "GOOGL")]
    [InlineData("aapl", "AAPL")]
    [InlineData("TLSA", "TSLA")]
    [InlineData("MSFTT", "MSFT")]
    [InlineData("ESX7", "ESH7 ESM7 ESU7")]
    [InlineData("AAPL271217C00190001", "AAPL271217C00190000 AAPL271217P00190000")]
    [InlineData("NOPE", "")]
    [InlineData("", "")]
    [InlineData("A text that is longer than any symbol of the desk", "")]
    public void The_nearest_symbols_are_suggested_at_most_three(string symbol, string expected) =>
        Assert.Equal(expected, string.Join(' ', NearestSymbols.Find(symbol, Known)));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("AAPL", "", 4)]
    [InlineData("AAPL", "aapl", 0)]
    [InlineData("ABCD", "ABDC", 1)]
    [InlineData("KITTEN", "SITTING", 3)]
    public void The_distance_counts_characters_put_in_left_out_replaced_and_swapped(string left, string right, int distance)
    {
        Assert.Equal(distance, NearestSymbols.Distance(left, right));
        Assert.Equal(distance, NearestSymbols.Distance(right, left));
    }

    [Fact]
    public void A_large_catalogue_is_not_compared_whole()
    {
        var compared = 0;
        var known = Enumerable.Range(0, 1_000_000).Select(i =>
        {
            compared++;
            return $"S{i}";
        });
        Assert.Equal(NearestSymbols.MaxSuggestions, NearestSymbols.Find("S77", known).Count);
        Assert.Equal(NearestSymbols.MaxCompared, compared);
    }
}
