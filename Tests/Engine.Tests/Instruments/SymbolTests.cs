using FsCheck;
using FsCheck.Fluent;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Tests.Instruments;

public sealed class SymbolTests
{
    [Theory]
    [InlineData("AAPL260116C00150000", "AAPL", "2026-01-16", OptionRight.Call, "150")]
    [InlineData("AAPL  260116C00150000", "AAPL", "2026-01-16", OptionRight.Call, "150")]
    [InlineData("F260320P00012500", "F", "2026-03-20", OptionRight.Put, "12.5")]
    [InlineData("SPX7  991231P99999999", "SPX7", "2099-12-31", OptionRight.Put, "99999.999")]
    [InlineData("GOOGLE240229C00000001", "GOOGLE", "2024-02-29", OptionRight.Call, "0.001")]
    [InlineData("1AAPL 260116C00150000", "1AAPL", "2026-01-16", OptionRight.Call, "150")]
    [InlineData("2SPXW260116C00150000", "2SPXW", "2026-01-16", OptionRight.Call, "150")]
    public void An_option_is_read_from_the_right(string text, string root, string expiry, OptionRight right, string strike)
    {
        var option = OptionSymbol.Parse(text, out var error);
        Assert.Null(error);
        Assert.Equal(new(root, DateOnly.Parse(expiry), right, decimal.Parse(strike)), option);
    }

    [Theory]
    [InlineData("", "16 to 21")]
    [InlineData("260116C00150000", "16 to 21")]
    [InlineData("TOOLONG260116C00150000", "16 to 21")]
    [InlineData("AAPL 260116C00150000", "padded")]
    [InlineData("aapl260116C00150000", "root 'aapl'")]
    [InlineData("A-PL260116C00150000", "root 'A-PL'")]
    [InlineData("AA PL 260116C00150000", "root 'AA PL'")]
    [InlineData("AAPL260230C00150000", "260230")]
    [InlineData("AAPL261301C00150000", "261301")]
    [InlineData("AAPL260116X00150000", "'X'")]
    [InlineData("AAPL260116c00150000", "'c'")]
    [InlineData("AAPL260116C0015000X", "0015000X")]
    [InlineData("AAPL260116C+0150000", "+0150000")]
    [InlineData("AAPL260116C00000000", "strike of 0")]
    public void What_is_wrong_with_an_option_is_named(string text, string named)
    {
        Assert.Null(OptionSymbol.Parse(text, out var error));
        Assert.Contains(named, error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_option_is_built_as_it_is_read() => Prop.ForAll(
        (from root in Gen.Elements("A", "SPX", "AAPL", "BRKB1", "GOOGLE", "1AAPL", "7")
         from day in Gen.Choose(0, 36_000)
         from right in Gen.Elements(OptionRight.Call, OptionRight.Put)
         from strike in Gen.Choose(1, 99_999_999)
         select new OptionSymbol(root, new DateOnly(2000, 1, 1).AddDays(day), right, strike / 1000m)).ToArbitrary(),
        option =>
        {
            var compact = option.ToCompact();
            var padded = option.Root.PadRight(6) + compact[option.Root.Length..];
            return padded.Length == 21 && OptionSymbol.Parse(compact, out _) == option
                && OptionSymbol.Parse(padded, out _) == option;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("aapl", "2026-01-16", "150")]
    [InlineData("AAPL", "1999-01-16", "150")]
    [InlineData("AAPL", "2026-01-16", "0")]
    [InlineData("AAPL", "2026-01-16", "100000")]
    [InlineData("AAPL", "2026-01-16", "1.0005")]
    public void An_option_that_has_no_symbol_gets_none(string root, string expiry, string strike) =>
        Assert.Throws<ArgumentException>(
            () => new OptionSymbol(root, DateOnly.Parse(expiry), OptionRight.Call, decimal.Parse(strike)).ToCompact());

    [Theory]
    [InlineData("ESZ6", "ES", 12, 6)]
    [InlineData("MESH7", "MES", 3, 7)]
    [InlineData("CLF0", "CL", 1, 0)]
    [InlineData("6EU5", "6E", 9, 5)]
    [InlineData("6EZ6", "6E", 12, 6)]
    [InlineData("2YYZ6", "2YY", 12, 6)]
    [InlineData("10YH7", "10Y", 3, 7)]
    [InlineData("M2KM6", "M2K", 6, 6)]
    [InlineData("E-SZ6", null, 0, 0)]
    [InlineData("ESA6", null, 0, 0)]
    [InlineData("ES126", null, 0, 0)]
    [InlineData("ESZ", null, 0, 0)]
    [InlineData("ESZX", null, 0, 0)]
    [InlineData("esZ6", null, 0, 0)]
    [InlineData("Z6", null, 0, 0)]
    [InlineData("TOOLONZ6", null, 0, 0)]
    public void A_future_is_read_by_month_code_and_year_digit(string text, string? root, int month, int digit)
    {
        var future = FutureSymbol.Parse(text, out var error);
        Assert.Equal(root is null ? null : new FutureSymbol(root, month, digit), future);
        Assert.Equal(root is null, error is not null);
        if (future is not null) Assert.Equal(text, future.ToString());
    }

    [Theory]
    [InlineData("ESZ26", "ES", 12, 6)]
    [InlineData("2YYZ06", "2YY", 12, 6)]
    public void A_future_may_have_two_digits_of_its_year(string text, string root, int month, int digit) =>
        Assert.Equal(new(root, month, digit), FutureSymbol.Parse(text, out _));

    [Fact]
    public void The_digit_of_the_year_comes_round_every_ten_years()
    {
        var future = FutureSymbol.Of("ES", new DateOnly(2026, 12, 18));
        Assert.Equal("ESZ6", future.ToString());
        Assert.True(future.Names(new(2036, 12, 19)));
        Assert.False(future.Names(new(2027, 12, 17)));
    }

    [Fact]
    public void The_symbols_of_the_catalogue_say_what_their_instruments_are()
    {
        Assert.All(InstrumentCatalogue.Default.All.Where(i => i.AssetClass == AssetClass.Options), i =>
        {
            var option = OptionSymbol.Parse(i.Symbol, out _)!;
            Assert.Equal((option.Root, option.Expiry, option.Right, option.Strike), (i.Underlying, i.Expiry, i.Right, i.Strike));
        });
        Assert.All(InstrumentCatalogue.Default.All.Where(i => i.AssetClass == AssetClass.Futures), i =>
            Assert.Equal(i.Underlying, FutureSymbol.Parse(i.Symbol, out _)!.Root));
    }
}
