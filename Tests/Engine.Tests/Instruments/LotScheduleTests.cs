using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Tests.Instruments;

public sealed class LotScheduleTests
{
    private static readonly DateOnly Day = new(2026, 12, 14);

    private static readonly Instrument Stock = new()
    {
        Symbol = "RND",
        AssetClass = AssetClass.Equity,
        TickSize = 0.01m,
        LotSize = 10,
        MinQuantity = 10,
        MaxQuantity = 1_000,
        Lots = new([new(Day, 100), new(Day.AddDays(7), 50)]),
    };

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, 100)]
    [InlineData(6, 100)]
    [InlineData(7, 50)]
    [InlineData(700, 50)]
    public void The_lot_is_that_of_the_last_change(int days, int? lot) =>
        Assert.Equal(lot, (int?)Stock.Lots!.LotOn(Day.AddDays(days)));

    [Fact]
    public void Two_instruments_with_the_same_schedule_are_equal()
    {
        Assert.Null(InstrumentRules.FindWrong(Stock));
        Assert.Equal(Stock, Stock with { Lots = new([.. Stock.Lots!.Changes]) });
        Assert.NotEqual(Stock, Stock with { Lots = new([new(Day, 100)]) });
        Assert.False(InstrumentRules.ChangesUnits(Stock, Stock with { Lots = null }));
    }

    [Theory]
    [InlineData(0, 100, 0, 50, "has 2026-12-14, which must come after 2026-12-14")]
    [InlineData(1, 100, 0, 50, "has 2026-12-14, which must come after 2026-12-15")]
    [InlineData(0, 15, 7, 50, "has the lot 15")]
    [InlineData(0, 100, 7, 0, "has the lot 0")]
    [InlineData(0, 100, 7, 2_000_000, "has the lot 2000000")]
    public void A_schedule_that_makes_no_sense_is_refused(int first, int lot, int second, int other, string says)
    {
        var wrong = InstrumentRules.FindWrong(
            Stock with { Lots = new([new(Day.AddDays(first), lot), new(Day.AddDays(second), other)]) });
        Assert.StartsWith("lots " + says, wrong, StringComparison.Ordinal);
        Assert.NotNull(InstrumentRules.FindWrong(Stock with { Lots = new([]) }));
    }
}
