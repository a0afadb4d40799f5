using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Risk;
using TradingOps.Engine.Sessions;
using TradingOps.Grains.Marks;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// The pre-trade checks of an account, in their order: the session of the instrument, the breakers of firm, desk, symbol and
/// account, the account's limits and its buying power. What is refused by its session costs no valuation of the account. Used
/// within one grain's turns only.
/// </summary>
internal sealed class OrderAdmission(
    Account account, AccountValuation valuation, MarkCache marks, InstrumentCatalogue catalogue, TradingCalendar calendar,
    AccountBreakerControl breaker, GroupBounds groups, TimeProvider clock)
{
    private readonly OrderPace _pace = new();

    /// <summary>Orders of the last second.</summary>
    public int OrdersLately => _pace.CountAt(clock.GetMicroseconds());

    /// <summary>Checks a well-formed order; changes nothing. The caller applies the result with <see cref="Record"/>.</summary>
    /// <param name="order">The order in ticks and lots.</param>
    /// <param name="instrument">Its instrument.</param>
    /// <param name="before">What the order holds already, for one that is to be changed or was sent before; else null.</param>
    public Admission Check(in OrderSpec order, Instrument instrument, HeldOrder? before = null)
    {
        var mark = marks[instrument.Symbol];
        var ticks = calendar.TicksAt(instrument, clock.GetMicroseconds());
        var protectedOrder = Protection.Protect(order, instrument, mark, account.Limits, ticks);
        var check = new OrderCheck
        {
            Spec = protectedOrder,
            Held = Protection.Hold(protectedOrder, instrument, mark),
            Price = Protection.Expected(order, instrument, mark),
            Before = before,
            Time = clock.GetMicroseconds(),
        };
        var admission = new Admission { Spec = check.Spec, Held = check.Held };
        var closed = TradingPermissions.Check(check, account, instrument) ?? CheckCurrency(check, instrument)
            ?? CheckSession(instrument, order) ?? CheckTicks(order, instrument, ticks) ?? CheckLot(check, instrument)
            ?? CheckReference(check, mark);
        if (closed is not null) return admission with { Refusal = closed };

        if (CutToBuyingPower(check, instrument) is { } affordable)
        {
            var price = Protection.Fit(order.Side, affordable, instrument, ticks);
            check = check with { Spec = protectedOrder with { Price = price }, Held = check.Held with { Price = price } };
            admission = admission with { Spec = check.Spec, Held = check.Held };
        }
        var breakers = breaker.Check(order, instrument, check.Held, before);
        admission = admission with { Breakers = breakers };
        if (breakers.Refusal is { } stopped) return admission with { Refusal = stopped };

        return admission with
        {
            Limits = check,
            Refusal = PreTradeChecks.Check(check, account, instrument, mark, _pace, valuation, groups.Now(instrument)),
        };
    }

    /// <summary>Counts a checked order: towards probations, the order rate, and as a possible duplicate of later ones.</summary>
    public void Record(in Admission admission)
    {
        if (admission.Breakers is { } breakers) breaker.Record(breakers, admission.Held.Symbol);
        if (admission.Limits is { } limits) _pace.Record(limits, account.Limits, hasPassed: admission.Refusal is null);
    }

    /// <summary>What is held already can be closed.</summary>
    private Refusal? CheckCurrency(in OrderCheck check, Instrument instrument) =>
        instrument.Currency == Account.Currency || OnlyCloses(check, instrument)
            ? null
            : new(
                TradingError.CurrencyMismatch,
                $"{instrument.Symbol} is in {instrument.Currency} and the account in {Account.Currency}: there is no conversion");

    private bool OnlyCloses(in OrderCheck check, Instrument instrument)
    {
        var held = account.ReservationIn(instrument.Symbol, check.Before);
        return check.Spec.Amount == 0 && BreakerGate.Order.Of(
            account, instrument, check.Spec.Side, check.Spec.Quantity, held, mustTradeNow: false).OnlyReduces;
    }

    private Refusal? CheckSession(Instrument instrument, in OrderSpec order) =>
        calendar.StatusAt(instrument, clock.GetMicroseconds()) switch
        {
            InstrumentStatus.Open when catalogue.IsUnderlyingHalted(instrument) => new(
                TradingError.Halted, $"{instrument.Underlying} is halted, and {instrument.Symbol} with it"),
            InstrumentStatus.Open when order.TimeInForce == TimeInForce.Opg => new(
                TradingError.AuctionOver, $"{instrument.Symbol} is open: an order for the opening comes before it"),
            InstrumentStatus.Open => null,
            InstrumentStatus.Closed when order.CanRestUnmatched => null,
            InstrumentStatus.Halted => new(TradingError.Halted, $"{instrument.Symbol} is halted"),
            InstrumentStatus.Closed => new(
                TradingError.Closed, $"{instrument.Symbol} is closed: it takes orders that can wait for the next session"),
            _ => new(TradingError.Expired, $"{instrument.Symbol} is expired"),
        };

    private static Refusal? CheckTicks(in OrderSpec order, Instrument instrument, TickTable? ticks)
    {
        if (ticks is null) return null;
        return Find("limit_price", order.Type.HasLimit() ? order.Price : 0)
            ?? Find("stop_price", order.Type.HasStop() && order.Type != OrderType.TrailingStop ? order.StopPrice : 0)
            ?? Find("take_profit.limit_price", order.TakeProfitPrice)
            ?? Find("stop_loss.stop_price", order.StopLossPrice) ?? Find("stop_loss.limit_price", order.StopLossLimit);

        Refusal? Find(string field, long price) => ticks.Fits(instrument.ToPrice(price)) ? null : new(
            TradingError.PriceNotOnTick,
            $"{field} {instrument.ToPrice(price)} is not a multiple of {ticks.TickAt(instrument.ToPrice(price))}");
    }

    /// <summary>
    /// What is held already can be closed. Of a change, what it adds counts: the order may have traded in part. A cash amount
    /// buys what it pays for.
    /// </summary>
    private Refusal? CheckLot(in OrderCheck check, Instrument instrument)
    {
        var lots = check.Spec.Quantity - (check.Before?.Remaining ?? 0);
        if (instrument.Lots is null || check.Spec.Amount != 0 || lots <= 0) return null;
        var (lot, quantity) = (calendar.LotAt(instrument, check.Time), instrument.ToQuantity(lots));
        return quantity % lot == 0 || OnlyCloses(check, instrument)
            ? null
            : new(
                TradingError.InvalidQuantity,
                check.Before is null
                    ? $"qty {quantity} is not a multiple of the lot {lot}"
                    : $"qty would grow by {quantity}, which is not a multiple of the lot {lot}");
    }

    private Refusal? CheckReference(in OrderCheck check, in Mark mark)
    {
        if (check.Spec.Type == OrderType.TrailingStop && mark.Last is null)
            return new(TradingError.NoLastPrice, "there is no last trade that the stop could follow");
        if (check.Spec is not { Type: OrderType.Market, Price: 0 }) return null;
        // In an auction it rests at its worst price; without one, a buy could cost anything.
        var needsWorst = check.Spec.TimeInForce.IsOfAuction()
            || (check.Spec is { Side: Side.Buy, Amount: 0 } && account.Limits.WorstPriceCollar > 0);
        return needsWorst
            ? new(TradingError.NoLastPrice, "there is no price to bound a market order by: send a limit order")
            : null;
    }

    /// <summary>
    /// The worst price that the account can pay, of a market buy that it cannot pay at its own; null for what stays as it is.
    /// </summary>
    private long? CutToBuyingPower(in OrderCheck order, Instrument instrument) =>
        account.Limits.CheckBuyingPower && order.Spec is { Type: OrderType.Market, Side: Side.Buy, Amount: 0, Price: not 0 }
            ? PreTradeChecks.FindAffordable(order, account, instrument, valuation)
            : null;
}
