using TradingOps.Engine.Instruments;
using TradingOps.Engine.Settlement;

namespace TradingOps.Engine.Tests.Settlement;

public sealed class OptionExerciseTests
{
    private static readonly Instrument Call = InstrumentCatalogue.Default["AAPL271217C00170000"];
    private static readonly Instrument Put = InstrumentCatalogue.Default["AAPL271217P00170000"];

    [Theory]
    [InlineData("2026-12-18", "2026-12-18T22:30:00Z")]
    [InlineData("2026-07-17", "2026-07-17T21:30:00Z")]
    public void Instructions_are_taken_until_half_past_five_in_New_York(string day, string until) => Assert.Equal(
        DateTimeOffset.Parse(until, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds() * 1000,
        OptionExercise.CutOffOf(DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(true, 187.40, 187.40, OfficialPriceKind.Close, true)]
    [InlineData(true, 187.41, 187.40, OfficialPriceKind.Close, false)]
    [InlineData(true, 187.40, 187.40, OfficialPriceKind.Settlement, false)]
    [InlineData(true, 17.40, 187.40, OfficialPriceKind.Settlement, true)]
    [InlineData(true, 17.30, 187.40, OfficialPriceKind.Settlement, false)]
    [InlineData(true, 0, 160, OfficialPriceKind.Settlement, true)]
    [InlineData(true, -0.01, 160, OfficialPriceKind.Close, false)]
    [InlineData(false, 10, 160, OfficialPriceKind.Settlement, true)]
    [InlineData(false, 170, 160, OfficialPriceKind.Close, true)]
    [InlineData(false, 170.01, 160, OfficialPriceKind.Close, false)]
    public void No_option_is_worth_more_than_what_it_is_on(
        bool isCall, decimal price, decimal underlying, OfficialPriceKind kind, bool isSound) =>
        Assert.Equal(isSound, OptionExercise.FindOutOfBounds(isCall ? Call : Put, price, kind, underlying) is null);

    [Fact]
    public void Two_people_confirm_a_price_and_one_corrects_it()
    {
        var entered = new OfficialPrice(new(2026, 11, 30), OfficialPriceKind.Close, 1_874_000, "ann");
        Assert.Null(After(entered, entered));
        Assert.Equal("ann", OfficialPrice.After(entered, entered, needsTwo: false)!.ConfirmedBy);
        var confirmed = After(entered, entered with { EnteredBy = "bob" })!;
        Assert.Equal(("ann", "bob", true), (confirmed.EnteredBy, confirmed.ConfirmedBy, confirmed.IsConfirmed));
        Assert.Null(After(confirmed, entered with { EnteredBy = "eve" }));
        var corrected = After(confirmed, entered with { Parts = 174_000, EnteredBy = "bob" })!;
        Assert.False(corrected.IsConfirmed);
        Assert.Null(After(corrected, corrected));
        Assert.True(After(corrected, corrected with { EnteredBy = "ann" })!.IsConfirmed);

        static OfficialPrice? After(OfficialPrice before, OfficialPrice next) =>
            OfficialPrice.After(before, next, needsTwo: true);
    }

    [Fact]
    public void The_newest_day_is_the_last_price_whatever_is_said_later()
    {
        var prices = new OfficialPrices();
        prices.Put(Of(2, OfficialPriceKind.Close));
        prices.Put(Of(2, OfficialPriceKind.Settlement));
        prices.Put(Of(1, OfficialPriceKind.Settlement));
        Assert.Equal(Of(2, OfficialPriceKind.Settlement), prices.Last);
        Assert.True(prices.HasAfter(new(2026, 1, 1), OfficialPriceKind.Close));
        Assert.False(prices.HasAfter(new(2026, 1, 2), OfficialPriceKind.Close));
        for (var day = 3; day < 2_000; day++) prices.Put(Of(day, OfficialPriceKind.Close));
        Assert.Equal(OfficialPrices.MaxKept, prices.All.Count());

        static OfficialPrice Of(int day, OfficialPriceKind kind) =>
            new(new DateOnly(2025, 12, 31).AddDays(day), kind, 100, "ann");
    }
}
