using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Risk;
using TradingOps.Engine.Sessions;
using TradingOps.Grains.Marks;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// The pre-trade checks of an account, in their order: the session of the instrument, the breakers of firm, symbol and account,
/// the account's limits and its buying power. Used within one grain's turns only.
/// </summary>
internal sealed class OrderAdmission(
    Account account, AccountValuation valuation, MarkCache marks, TradingCalendar calendar, AccountBreakerControl breaker,
    TimeProvider clock)
{
    private readonly OrderPace _pace = new();
    private readonly Func<Valuation> _value = valuation.Now;

    /// <summary>Orders of the last second.</summary>
    public int OrdersLately => _pace.CountAt(clock.GetMicroseconds());

    /// <summary>Checks a well-formed order; changes nothing. The caller applies the result with <see cref="Record"/>.</summary>
    /// <param name="order">The order in ticks and lots.</param>
    /// <param name="instrument">Its instrument.</param>
    /// <param name="before">What the order holds already, for one that is to be changed or was sent before; else null.</param>
    public Admission Check(in OrderSpec order, Instrument instrument, HeldOrder? before = null)
    {
        var mark = marks[instrument.Symbol];
        var held = new HeldOrder(
            instrument.Symbol, 0, order.Side, ReservePrice(order, instrument, mark), order.Quantity);
        var admission = new Admission { Spec = order, Held = held };
        if (CheckSession(instrument) is { } closed) return admission with { Refusal = closed };

        var breakers = breaker.Check(order, instrument, held.Price, before);
        admission = admission with { Breakers = breakers };
        if (breakers.Refusal is { } stopped) return admission with { Refusal = stopped };

        var limits = new OrderCheck
        {
            Spec = order,
            Held = held,
            Before = before,
            Time = clock.GetMicroseconds(),
        };
        admission = admission with { Limits = limits };
        if (PreTradeChecks.Check(limits, account, instrument, mark, _pace, _value) is { } refusal)
            return admission with { Refusal = refusal };

        return order.Type == OrderType.Market && PriceCollar.Worst(order.Side, mark, account.Limits, instrument) is { } worst
            ? admission with { Spec = order with { Price = worst } }
            : admission;
    }

    /// <summary>Counts a checked order: towards probations, the order rate, and as a possible duplicate of later ones.</summary>
    public void Record(in Admission admission)
    {
        if (admission.Breakers is { } breakers) breaker.Record(breakers, admission.Held.Symbol);
        if (admission.Limits is { } limits) _pace.Record(limits, account.Limits, hasPassed: admission.Refusal is null);
    }

    private Refusal? CheckSession(Instrument instrument) => calendar.StatusAt(instrument, clock.GetMicroseconds()) switch
    {
        InstrumentStatus.Open => null,
        InstrumentStatus.Halted => new(TradingError.Halted, $"{instrument.Symbol} is halted"),
        InstrumentStatus.Closed => new(TradingError.Closed, $"{instrument.Symbol} is closed"),
        _ => new(TradingError.Expired, $"{instrument.Symbol} is expired"),
    };

    private static long ReservePrice(in OrderSpec order, Instrument instrument, in Mark mark)
    {
        if (order.Type.HasLimit()) return order.Price;
        var expected = mark.Against(order.Side) ?? instrument.ReferencePrice;
        return (long)Math.Ceiling(expected / instrument.TickSize);
    }
}
