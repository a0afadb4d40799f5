using TradingOps.Engine.Instruments;
using TradingOps.Engine.Margin;

namespace TradingOps.Engine.Tests.Margin;

/// <summary>What holds for the margin of any set of positions: 10,000 random ones. Seeded.</summary>
public sealed class MarginPropertyTests
{
    private const int Sets = 10_000;

    private static readonly decimal[] Strikes = [150, 170, 180, 187.40m, 190, 200, 250];
    private static readonly DateOnly[] Expiries = [new(2026, 12, 18), new(2027, 1, 15), new(2027, 6, 18)];

    private readonly Random _random = new(7);

    [Theory]
    [InlineData(MarginModel.RegT)]
    [InlineData(MarginModel.Cash)]
    [InlineData(MarginModel.Portfolio)]
    public void It_is_between_zero_and_the_sum_of_the_parts(MarginModel model)
    {
        var (paired, sets) = (0, model == MarginModel.Portfolio ? Sets / 10 : Sets);
        for (var i = 0; i < sets; i++)
        {
            var positions = Positions();
            var whole = Take(model, positions);
            var parts = positions.Select(p => Take(model, [p])).ToArray();
            Assert.InRange(whole.Initial, 0, parts.Sum(p => p.Initial) + Tolerance);
            Assert.InRange(whole.Maintenance, 0, parts.Sum(p => p.Maintenance) + Tolerance);
            Assert.True(whole.Maintenance <= whole.Initial + Tolerance);
            if (whole.Initial < parts.Sum(p => p.Initial)) paired++;
        }
        Assert.True(paired > sets / 3, $"{paired} of {sets} sets were less than their parts");
    }

    [Theory]
    [InlineData(MarginModel.RegT)]
    [InlineData(MarginModel.Portfolio)]
    public void An_option_more_that_is_bought_takes_no_more_than_its_premium(MarginModel model)
    {
        var (less, sets) = (0, model == MarginModel.Portfolio ? Sets / 10 : Sets);
        for (var i = 0; i < sets; i++)
        {
            var positions = Positions();
            var bought = Option(_random.Next(1, 5));
            var (before, after) = (Take(model, positions), Take(model, [.. positions, bought]));
            var paid = bought.Quantity * bought.Price * bought.Instrument.Multiplier;
            var least = model == MarginModel.Portfolio ? bought.Quantity * 37.50m : 0;
            Assert.True(
                after.Initial <= before.Initial + Math.Max(paid, least) + Tolerance,
                $"{bought} on {string.Join("; ", positions)}: {before.Initial} became {after.Initial}");
            if (after.Initial < before.Initial) less++;
        }
        Assert.True(less > sets / 10, $"{less} of {sets} options covered something");
    }

    [Fact]
    public void Twice_the_positions_take_twice_the_margin()
    {
        for (var i = 0; i < Sets; i++)
        {
            var positions = Positions().Where(p => p.Instrument.AssetClass == AssetClass.Options).ToArray();
            var (one, two) = (Take(MarginModel.RegT, positions),
                Take(MarginModel.RegT, [.. positions.Select(p => p with { Quantity = 2 * p.Quantity })]));
            Assert.Equal(2 * one.Initial, two.Initial);
            Assert.Equal(2 * one.Maintenance, two.Maintenance);
        }
    }

    private const decimal Tolerance = 0.001m;

    private static MarginFigures Take(MarginModel model, IEnumerable<Item> positions)
    {
        var desk = new MarginDesk(model);
        foreach (var item in positions) desk.Hold(item.Instrument, item.Quantity, item.Price);
        return desk.Figures;
    }

    /// <summary>Up to seven positions, each in another instrument.</summary>
    private Item[] Positions()
    {
        var items = new List<Item>();
        if (_random.Next(2) == 0) items.Add(new(MarginDesk.Stock, _random.Next(-4, 5) * 50, 187.40m));
        for (var i = _random.Next(1, 7); i > 0; i--) items.Add(Option(_random.Next(-4, 5)));
        return [.. items.DistinctBy(item => item.Instrument.Symbol)];
    }

    /// <summary>An option at what it would be worth in the money, and something for its time.</summary>
    private Item Option(int contracts)
    {
        var (right, strike) = (_random.Next(2) == 0 ? OptionRight.Call : OptionRight.Put, Pick(Strikes));
        var expiry = Pick(Expiries);
        var inTheMoney = Math.Max(0, right == OptionRight.Call ? 187.40m - strike : strike - 187.40m);
        var time = (expiry.DayNumber - Expiries[0].DayNumber + 30) / 30m * Math.Max(0.02m, 5 - Math.Abs(strike - 187.40m) / 8);
        return new(MarginDesk.Option(right, strike, expiry), contracts, Math.Round(inTheMoney + time, 2));
    }

    private T Pick<T>(T[] items) => items[_random.Next(items.Length)];

    private sealed record Item(Instrument Instrument, decimal Quantity, decimal Price)
    {
        public override string ToString() => $"{Quantity} {Instrument.Symbol} at {Price}";
    }
}
