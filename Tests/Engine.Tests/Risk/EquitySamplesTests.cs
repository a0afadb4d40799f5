using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;

namespace TradingOps.Engine.Tests.Risk;

/// <summary>Which equity a loss or a gain is measured by, while prices move.</summary>
public sealed class EquitySamplesTests
{
    private readonly EquitySamples _samples = new(TimeSpan.FromSeconds(2));
    private readonly Account _account = new("a");
    private readonly Market _market = new("AAPL");
    private decimal _price = 100;
    private double _seconds;

    public EquitySamplesTests() => _account.MoveCash(10_000);

    [Fact]
    public void Nothing_is_known_of_an_account_that_held_something_before()
    {
        Fill(Side.Buy, 10);
        _price = 99;
        Pass(0.5);
        Assert.Null(_samples.ForLoss(Value));
        Pass(2);
        Assert.Equal(9_990, _samples.ForLoss(Value));
    }

    [Fact]
    public void A_loss_counts_once_it_lasts()
    {
        Pass(1);
        Fill(Side.Buy, 10);
        Pass(3);
        _price = 50;
        Pass(1.9);
        Assert.Equal((10_000, 9_500), (_samples.ForLoss(Value), _samples.ForGain(Value)));
        Pass(0.3);
        Assert.Equal(9_500, _samples.ForLoss(Value));
    }

    [Fact]
    public void Prices_that_come_and_go_never_count()
    {
        Fill(Side.Buy, 10);
        Pass(3);
        for (var i = 0; i < 20; i++)
        {
            _price = i % 2 == 0 ? 50 : 150;
            Pass(1);
            Assert.InRange(_samples.ForLoss(Value)!.Value, 10_000, 10_500);
            Assert.InRange(_samples.ForGain(Value)!.Value, 9_500, 10_000);
        }
    }

    [Fact]
    public void What_is_realised_counts_at_once()
    {
        Pass(0.1);
        Fill(Side.Buy, 10);
        Pass(3);
        _price = 80;
        Fill(Side.Sell, 10);
        Pass(0.1);
        Assert.Equal(9_800, _samples.ForLoss(Value));
    }

    [Fact]
    public void A_profit_that_was_realised_does_not_count_twice()
    {
        Pass(0.1);
        Fill(Side.Buy, 10);
        _price = 150;
        Pass(3);
        Fill(Side.Sell, 10);
        Pass(0.1);
        Assert.Equal(10_500, _samples.ForLoss(Value));
    }

    private Valuation Value => new RunningValuation(
        _account, _ => InstrumentCatalogue.Default["AAPL"], _ => Quoted.Of(_price, _price, _price)).Now();

    private void Pass(double seconds)
    {
        for (var end = _seconds + seconds; _seconds < end - 0.01; _seconds += 0.05)
            _samples.Take(Value.UnrealizedPnl, _account.RealizedPnl, TimeSpan.FromSeconds(_seconds));
    }

    private void Fill(Side side, long lots)
    {
        var order = new OrderSpec
        {
            Instructions = new(side, OrderType.Limit, TimeInForce.Gtc),
            Price = (long)(_price * 100),
            Quantity = lots,
        };
        var other = order with { Side = side == Side.Buy ? Side.Sell : Side.Buy };
        _market.Enter(other.ToCommand(0), "b", null);
        foreach (var report in _market.Enter(order.ToCommand(0), "a", null).Reports().Where(r => r.Account == "a"))
            _account.Apply(report, InstrumentCatalogue.Default["AAPL"]);
    }
}
