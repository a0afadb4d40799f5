using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Tests.Instruments;

public sealed class InstrumentTests
{
    [Theory]
    [InlineData("AAPL", AssetClass.Equity, 1)]
    [InlineData("AAPL271217C00190000", AssetClass.Options, 100)]
    [InlineData("ESZ6", AssetClass.Futures, 50)]
    [InlineData("MESZ6", AssetClass.Futures, 5)]
    [InlineData("NQZ6", AssetClass.Futures, 20)]
    [InlineData("CLZ6", AssetClass.Futures, 1000)]
    [InlineData("ESZ7", AssetClass.Futures, 50)]
    [InlineData("CLZ7", AssetClass.Futures, 1000)]
    public void The_default_catalogue_has_all_classes(string symbol, AssetClass assetClass, decimal multiplier)
    {
        var instrument = InstrumentCatalogue.Default[symbol];
        Assert.Equal((assetClass, multiplier), (instrument.AssetClass, instrument.Multiplier));
    }

    [Theory]
    [InlineData("ESZ6", 5012.25, true, 20049)]
    [InlineData("ESZ6", 5012.30, false, 0)]
    [InlineData("AAPL", 187.43, true, 18743)]
    [InlineData("AAPL", 187.431, false, 0)]
    [InlineData("AAPL", -0.01, true, -1)]
    [InlineData("AAPL", 1e15, false, 0)]
    public void A_price_is_a_whole_number_of_ticks(string symbol, decimal price, bool isOnTick, long ticks)
    {
        Assert.Equal(isOnTick, InstrumentCatalogue.Default[symbol].TryToTicks(price, out var actual));
        Assert.Equal(ticks, actual);
        if (isOnTick) Assert.Equal(price, InstrumentCatalogue.Default[symbol].ToPrice(actual));
    }

    [Theory]
    [InlineData("6JZ6", 0.0000005, 12_500_000, true)]
    [InlineData("6EZ6", 0.00005, 125_000, true)]
    [InlineData("6JZ6", 1, 1_000_000_001, false)]
    [InlineData("6JZ6", 1_000, 1_000_001, false)]
    public void Multipliers_are_bounded_by_what_a_tick_is_worth(string symbol, double tick, int multiplier, bool isSound)
    {
        var wrong = InstrumentRules.FindWrong(InstrumentCatalogue.Default["ESZ6"] with
        {
            Symbol = symbol,
            TickSize = (decimal)tick,
            Multiplier = multiplier,
            ReferencePrice = 0,
        });
        if (isSound) Assert.Null(wrong);
        else Assert.Contains("multiplier", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_instrument_of_the_catalogue_is_sound() => Assert.All(InstrumentCatalogue.Default.All, i =>
    {
        Assert.True(i.TickSize > 0 && i.LotSize > 0 && i.Multiplier > 0 && i.MinQuantity <= i.MaxQuantity);
        Assert.True(i.TryToTicks(i.ReferencePrice, out var ticks) && ticks > 0);
        Assert.True(i.TryToLots(i.MaxQuantity, out _));
        Assert.Equal(i.AssetClass == AssetClass.Options, i
            is { Strike: not null, Right: not null, Underlying: not null, Expiry: not null });
    });
}
