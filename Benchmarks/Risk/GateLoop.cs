using System.Diagnostics;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;
using TradingOps.Engine.Sessions;

namespace TradingOps.Benchmarks.Risk;

/// <summary>
/// The way of an order without any process around it: checked, held, matched, encoded, applied. Buys and sells of one account
/// trade with each other's price in turn, so that it always has a position and orders.
/// </summary>
internal sealed class GateLoop
{
    private const string Owner = "owner";
    private const string Maker = "maker";
    private const long Price = 18_700;

    private static readonly Instrument Stock = InstrumentCatalogue.Default["AAPL"];

    private readonly TradingCalendar _calendar = new(keepsHours: true, TradingDays.NewYork, []);
    private readonly Market _market = new("AAPL");
    private readonly Account _account = new(Owner);
    private readonly OrderPace _pace = new();
    private readonly Mark _mark = new(186.99m, 187.01m, 187m) { Price = 187, IsOpen = true };
    private readonly RunningValuation _value;
    private long _time;

    /// <summary>An account with limits.</summary>
    /// <param name="limits">The limits.</param>
    /// <param name="others">Positions that it holds besides, each in a stock of its own.</param>
    public GateLoop(AccountLimits limits, int others = 0)
    {
        _account.Open(1_000_000_000, 0, default);
        _account.SetLimits(limits);
        for (var i = 0; i < others; i++) Hold($"S{i}");
        _value = new(_account, symbol => symbol == Stock.Symbol ? Stock : Stock with { Symbol = symbol }, _ => _mark);
    }

    /// <summary>Nanoseconds an order, over so many of them.</summary>
    public double Run(int orders)
    {
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < orders; i++) Submit((i & 1) == 0 ? Side.Buy : Side.Sell, 1 + (i & 1023));
        return Stopwatch.GetElapsedTime(began).TotalNanoseconds / orders;
    }

    private void Submit(Side side, long lots)
    {
        _time += 20;
        Follow(_market.Enter(Limit(side == Side.Buy ? Side.Sell : Side.Buy, lots), Maker, null));
        var held = new HeldOrder(Stock.Symbol, 0, side, Price, lots);
        if (Check(held) is { } refusal) throw new InvalidOperationException(refusal.Detail);
        _account.Reserve(held);
        var record = _market.Enter(Limit(side, lots), Owner, null);
        _ = MarketRecordCodec.Encode(record);
        Follow(record);
        _account.Release(held);
    }

    private Refusal? Check(in HeldOrder held)
    {
        if (_calendar.StatusAt(Stock, _time) == InstrumentStatus.Expired) return new(TradingError.Expired, "it has expired");
        var position = _account.PositionIn(Stock.Symbol)?.Quantity ?? 0;
        var order = new BreakerGate.Order(held.Side, held.Remaining, position, 0, MustTradeNow: false);
        var stopped = BreakerGate.Check(
            order, BreakerState.Closed, BreakerState.Closed, BreakerState.Closed, BreakerState.Closed);
        if (stopped is not null) return stopped;
        var spec = Limit(held.Side, held.Remaining).Spec;
        var check = new OrderCheck { Spec = spec, Held = held, Price = held.Price, Time = _time };
        var refusal = PreTradeChecks.Check(check, _account, Stock, _mark, _pace, _value, []);
        _pace.Record(check, _account.Limits, hasPassed: refusal is null);
        return refusal;
    }

    private void Hold(string symbol)
    {
        var market = new Market(symbol);
        market.Enter(Limit(Side.Sell, 1), Maker, null);
        foreach (var report in market.Enter(Limit(Side.Buy, 1), Owner, null).Reports())
            if (report.Account == Owner)
                _account.Apply(report, Stock with { Symbol = symbol });
    }

    private void Follow(MarketRecord record)
    {
        foreach (var report in record.Reports())
            if (report.Account == Owner)
                _account.Apply(report, Stock);
    }

    private BookCommand Limit(Side side, long lots) => new()
    {
        Spec = new() { Instructions = new(side, OrderType.Limit, TimeInForce.Gtc), Price = Price, Quantity = lots },
        Time = _time,
    };
}
