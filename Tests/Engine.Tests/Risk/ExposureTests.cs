using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;

namespace TradingOps.Engine.Tests.Risk;

public sealed class ExposureTests
{
    private const string Option = "AAPL271217C00190000";

    private static readonly ExposureLimit[] Limits =
    [
        new(), new() { AssetClass = AssetClass.Equity }, new() { Underlying = "AAPL" },
        new() { AssetClass = AssetClass.Options, Underlying = "AAPL" }, new() { AssetClass = AssetClass.Futures },
        new() { Underlying = "NOPE" },
    ];

    private readonly Account _account = new("a");
    private readonly Dictionary<string, Mark> _marks = new()
    {
        ["AAPL"] = Quoted.Of(100, 100, 100),
        ["MSFT"] = Quoted.Of(50, 50, 50),
        [Option] = Quoted.Of(2, 2, 2),
    };

    [Fact]
    public void Running_exposure_equals_exposure_from_the_start()
    {
        var different = new HashSet<Exposure>();
        for (var seed = 0; seed < 20; seed++)
        {
            var model = new ChangingAccount(seed);
            model.Running.ExposureWith(Limits[0], model.Instruments("AAPL"), default);
            for (var step = 0; step < 400; step++)
            {
                model.Step();
                var sums = model.Running.ListExposure();
                foreach (var limit in Limits)
                {
                    var naive = Naive(model, limit);
                    Assert.Equal(naive, sums.In(limit));
                    different.Add(naive);
                }
            }
        }
        Assert.True(different.Count > 1_000, $"{different.Count} different exposures");
    }

    [Fact]
    public void Gross_takes_the_worse_side_of_each_symbol()
    {
        Hold("AAPL", Side.Buy, 10);
        Hold("AAPL", Side.Sell, 15);
        Hold("MSFT", Side.Sell, 4);
        var sums = new RunningValuation(_account, Find, symbol => _marks[symbol]).ListExposure();
        Assert.Equal(new(1_700, 1_000, 1_700), sums.In(new()));
        Assert.Equal(1_700, sums.In(new()).Net);
        Assert.Equal(new(1_500, 1_000, 1_500), sums.In(new() { Underlying = "AAPL" }));
    }

    [Theory]
    [InlineData(10, null)]
    [InlineData(11, "max_exposure")]
    public void A_limit_of_an_underlying_counts_its_options(int shares, string? code)
    {
        Limit(new() { Underlying = "AAPL", MaxGross = 2_000 });
        Hold(Option, Side.Buy, 5);
        Assert.Equal(code, Check("AAPL", Side.Buy, shares));
        Assert.Null(Check("MSFT", Side.Buy, 100));
    }

    [Theory]
    [InlineData(AssetClass.Options, "max_position")]
    [InlineData(AssetClass.Equity, null)]
    public void A_class_has_a_largest_position_of_its_own(AssetClass asset, string? code)
    {
        Limit(new() { AssetClass = asset, MaxPosition = 4 });
        Hold(Option, Side.Buy, 3);
        Assert.Null(Check(Option, Side.Buy, 1));
        Assert.Equal(code, Check(Option, Side.Buy, 2));
    }

    [Fact]
    public void A_net_limit_lets_pass_what_brings_the_sides_together()
    {
        Limit(new() { AssetClass = AssetClass.Equity, MaxNet = 1_000 });
        Hold("AAPL", Side.Buy, 10);
        Assert.Equal("max_exposure", Check("MSFT", Side.Buy, 1));
        Assert.Null(Check("MSFT", Side.Sell, 20));
        Assert.Equal("max_exposure", Check("MSFT", Side.Sell, 21));
    }

    [Fact]
    public void Beyond_a_limit_only_what_adds_is_refused()
    {
        Hold("AAPL", Side.Buy, 10);
        Limit(new() { MaxGross = 500 });
        Assert.Equal("max_exposure", Check("AAPL", Side.Buy, 1));
        // All sells filled it is no further from nothing than all buys filled.
        Assert.Null(Check("AAPL", Side.Sell, 10));
        Assert.Equal("max_exposure", Check("AAPL", Side.Sell, 11));
    }

    [Fact]
    public void A_group_counts_what_the_others_have()
    {
        _account.SetLimits(new() { CheckBuyingPower = false });
        var limit = new ExposureLimit { AssetClass = AssetClass.Equity, MaxGross = 1_000 };
        Assert.Null(Check("AAPL", Side.Buy, 4, new ExposureBound("desk 'x'", limit, new(600, 600, -600))));
        Assert.Equal("max_exposure", Check("AAPL", Side.Buy, 5, new ExposureBound("desk 'x'", limit, new(600, 600, -600))));
        // What is not known refuses what adds, and nothing else.
        Assert.Equal("limits_unknown", Check("AAPL", Side.Buy, 1, new ExposureBound("desk 'x'", limit, null)));
        Assert.Null(Check(Option, Side.Buy, 1, new ExposureBound("desk 'x'", limit, null)));
        var net = limit with { MaxGross = 0, MaxNet = 1_000 };
        // The desk is long: a short of this account brings it nearer to nothing.
        Assert.Null(Check("AAPL", Side.Sell, 5, new ExposureBound("desk 'x'", net, new(3_000, 3_000, -3_000))));
        Assert.Equal("max_exposure", Check("AAPL", Side.Buy, 5, new ExposureBound("desk 'x'", net, new(3_000, 3_000, -3_000))));
    }

    [Fact]
    public void A_net_of_all_is_kept_on_both_sides()
    {
        var limit = new ExposureLimit { MaxNet = 400 };
        Fill("AAPL", Side.Buy, 1);
        _account.SetLimits(new() { CheckBuyingPower = false });
        var bound = new ExposureBound("the firm", limit, new(500, -500, 500));
        // Long 1 at 100: all together are short 400. Closing it is allowed, a short is not.
        Assert.Null(Check("AAPL", Side.Sell, 1, bound));
        Assert.Equal("max_exposure", Check("AAPL", Side.Sell, 2, bound));
        Assert.Null(Check("AAPL", Side.Buy, 1, bound));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_held_can_be_closed_whatever_is_used(bool isKnown)
    {
        Fill("AAPL", Side.Buy, 10);
        Fill("MSFT", Side.Sell, 20);
        _account.SetLimits(new() { CheckBuyingPower = false, Exposure = [new() { MaxNet = 500, MaxGross = 1 }] });
        var group = new ExposureBound(
            "the firm", new() { MaxNet = 500, MaxGross = 1 }, isKnown ? new(9_000, 9_000, -9_000) : null);
        Assert.Null(Check("AAPL", Side.Sell, 10, group));
        Assert.Null(Check("MSFT", Side.Buy, 20, group));
        Assert.NotNull(Check("AAPL", Side.Sell, 11, group));
    }

    private void Fill(string symbol, Side side, long lots)
    {
        var market = new Market(symbol);
        market.Enter(MarketScripts.Limit(side == Side.Buy ? Side.Sell : Side.Buy, PriceOf(symbol), lots), "other", null);
        foreach (var report in market.Enter(MarketScripts.Limit(side, PriceOf(symbol), lots), "a", null).Reports())
            if (report.Account == "a")
                _account.Apply(report, Find(symbol));
    }

    private static Instrument Find(string symbol) => InstrumentCatalogue.Default[symbol];

    private static Exposure Naive(ChangingAccount model, ExposureLimit limit)
    {
        decimal gross = 0, bought = 0, sold = 0;
        var account = model.Account;
        foreach (var symbol in account.Positions.Select(p => p.Symbol).Union(account.Reservations.Keys))
        {
            var (instrument, held) = (model.Instruments(symbol), account.ReservationIn(symbol));
            if (limit.AssetClass is { } asset && asset != instrument.AssetClass) continue;
            if (limit.Underlying is { } underlying && underlying != (instrument.Underlying ?? symbol)) continue;
            var position = account.PositionIn(symbol);
            var value = Exposure.Of(instrument, position, held, model.Marks(symbol));
            (gross, bought, sold) = (gross + value.Gross, bought + value.Long, sold + value.Short);
            if (position is not { Quantity: not 0 } || model.Marks(symbol).Price is not { } price) continue;
            var unit = Math.Abs(price) * instrument.Multiplier;
            var most = (position.Quantity + instrument.ToQuantity(held.BuyLots)) * unit;
            Assert.Equal(Math.Round(most, 10), Math.Round(value.Long, 10));
        }
        return new(gross, bought, sold);
    }

    private void Limit(ExposureLimit limit) => _account.SetLimits(new() { CheckBuyingPower = false, Exposure = [limit] });

    private void Hold(string symbol, Side side, long lots) =>
        _account.Reserve(new(symbol, 0, side, PriceOf(symbol), lots));

    private long PriceOf(string symbol) => (long)(_marks[symbol].Price!.Value / Find(symbol).TickSize);

    private string? Check(string symbol, Side side, long lots, params ExposureBound[] groups)
    {
        var price = PriceOf(symbol);
        var check = new OrderCheck
        {
            Spec = new() { Instructions = new(side, OrderType.Limit, TimeInForce.Gtc), Price = price, Quantity = lots },
            Held = new(symbol, 0, side, price, lots),
            Price = price,
            Time = 0,
        };
        return PreTradeChecks.Check(
            check, _account, Find(symbol), _marks[symbol], new(), new RunningValuation(_account, Find, s => _marks[s]), groups)
            ?.Code.ToName();
    }
}
