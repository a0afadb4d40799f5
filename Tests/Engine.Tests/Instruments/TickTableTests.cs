using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Risk;

namespace TradingOps.Engine.Tests.Instruments;

public sealed class TickTableTests
{
    private static readonly TickTable Table = new([new(0, 0.0001m), new(1, 0.01m), new(100, 0.05m)]);

    private static readonly Instrument Stock = new()
    {
        Symbol = "PNNY",
        AssetClass = AssetClass.Equity,
        TickSize = 0.0001m,
        MaxQuantity = 1_000,
        Ticks = Table,
    };

    [Theory]
    [InlineData("0.9999", true)]
    [InlineData("1.0001", false)]
    [InlineData("1.01", true)]
    [InlineData("99.99", true)]
    [InlineData("100.01", false)]
    [InlineData("100.05", true)]
    [InlineData("-0.9999", true)]
    [InlineData("-1.0001", false)]
    [InlineData("0", true)]
    public void A_price_keeps_to_the_tick_of_its_band(string price, bool fits) =>
        Assert.Equal(fits, Table.Fits(decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Every_rounded_price_fits_and_is_the_nearest_that_does()
    {
        for (var ticks = 9_900L; ticks < 1_010_000; ticks += 7)
        {
            var price = ticks * 0.0001m;
            var (down, up) = (Table.Round(price, isUp: false), Table.Round(price, isUp: true));
            Assert.True(Table.Fits(down) && Table.Fits(up), $"{price}: {down}, {up}");
            Assert.InRange(price, down, up);
            Assert.True(up - down <= Table.TickAt(price), $"{price}: {down}, {up}");
        }
    }

    [Theory]
    [InlineData(Side.Buy, 10_099, 10_000)]
    [InlineData(Side.Sell, 10_001, 10_100)]
    [InlineData(Side.Buy, 9_999, 9_999)]
    [InlineData(Side.Sell, 0, 0)]
    public void A_worst_price_becomes_no_worse(Side side, long worst, long fitting)
    {
        Assert.Equal(fitting, Protection.Fit(side, worst, Stock, Table));
        Assert.Equal(worst, Protection.Fit(side, worst, Stock, null));
    }

    [Fact]
    public void What_rests_at_its_worst_price_keeps_to_the_ticks()
    {
        var stock = Stock with { Protection = 0.0555m };
        var buy = new OrderSpec { Instructions = new(Side.Buy, OrderType.Market, TimeInForce.Gtc), Quantity = 1 };
        var mark = new Mark(1.99m, 2, 2) { Price = 2, IsOpen = true };
        Assert.Equal(20_555, Protection.Protect(buy, stock, mark, new AccountLimits()).Price);
        Assert.Equal(20_500, Protection.Protect(buy, stock, mark, new AccountLimits(), Table).Price);
    }

    [Fact]
    public void A_planned_table_holds_from_its_day_on()
    {
        var next = new TickTable([new(0, 0.05m)]);
        var day = new DateOnly(2026, 12, 14);
        var stock = Stock with { NextTicks = next, NextTicksFrom = day };
        Assert.Equal(Table, stock.TicksOn(day.AddDays(-1)));
        Assert.Equal(next, stock.TicksOn(day));
        Assert.Null(InstrumentRules.FindWrong(stock));
        Assert.Equal(stock, stock with { NextTicks = new([new(0, 0.05m)]), Ticks = new([.. Table.Bands]) });
    }

    [Theory]
    [InlineData(0.5, 0.01, 1, 0.01, "begins a band at 0.5")]
    [InlineData(0, 0.01, 0, 0.01, "begins a band at 0")]
    [InlineData(0, 0.00005, 1, 0.01, "has the tick 0.00005")]
    [InlineData(0, -0.01, 1, 0.01, "has the tick -0.01")]
    [InlineData(0, 0.01, 1.005, 0.05, "has a band from 1.005")]
    [InlineData(0, 0.03, 1, 0.01, "has a band from 1")]
    public void A_wrong_table_is_refused(decimal first, decimal tick, decimal second, decimal other, string says)
    {
        var wrong = InstrumentRules.FindWrong(Stock with { Ticks = new([new(first, tick), new(second, other)]) });
        Assert.StartsWith("ticks " + says, wrong, StringComparison.Ordinal);
        Assert.NotNull(InstrumentRules.FindWrong(Stock with { Ticks = new([]) }));
        Assert.NotNull(InstrumentRules.FindWrong(Stock with { NextTicksFrom = new(2026, 12, 14) }));
    }
}
