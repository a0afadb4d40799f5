using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Risk;

namespace TradingOps.Engine.Breakers;

/// <summary>What the breakers say to a new order: the worst of firm, desk, symbol and account. Cancels never come here.</summary>
public static class BreakerGate
{
    /// <summary>An order as the breakers see it.</summary>
    /// <param name="Side">Buy or sell.</param>
    /// <param name="Quantity">Shares or contracts.</param>
    /// <param name="Position">Position in the symbol, signed.</param>
    /// <param name="RestingClosing">Shares or contracts of resting orders that close this position.</param>
    /// <param name="MustTradeNow">It cannot rest: market, IOC or fill-or-kill.</param>
    public readonly record struct Order(Side Side, decimal Quantity, decimal Position, decimal RestingClosing, bool MustTradeNow)
    {
        /// <summary>An order of an account, beside what its other orders hold.</summary>
        public static Order Of(
            Account account, Instrument instrument, Side side, long lots, in Reservation held, bool mustTradeNow)
        {
            var position = account.PositionIn(instrument.Symbol)?.Quantity ?? 0;
            var closing = position > 0 ? held.SellLots : held.BuyLots;
            return new(side, instrument.ToQuantity(lots), position, instrument.ToQuantity(closing), mustTradeNow);
        }

        /// <summary>Shares or contracts of the position that no resting order closes yet; 0 on the side that opens.</summary>
        public decimal Closable =>
            (Side == Side.Buy ? Position < 0 : Position > 0) ? Math.Max(0, Math.Abs(Position) - RestingClosing) : 0;

        /// <summary>Whether it can only make the position smaller.</summary>
        public bool OnlyReduces => Quantity <= Closable;
    }

    /// <summary>
    /// Refuses an order or lets it pass (null). A caller that lets it pass while <see cref="IsOnProbation"/> checks the limits of
    /// probation besides.
    /// </summary>
    public static Refusal? Check(
        in Order order, BreakerState firm, BreakerState desk, BreakerState symbol, BreakerState account)
    {
        if (firm == BreakerState.Unknown || desk == BreakerState.Unknown || symbol == BreakerState.Unknown
            || account == BreakerState.Unknown)
            return new(TradingError.BreakerUnknown, "the state of the breakers is not known");
        if (firm >= BreakerState.Open) return Open("firm", firm);
        if (desk >= BreakerState.Open) return Open("desk", desk);
        if (account >= BreakerState.Open) return Open("account", account);
        if (symbol == BreakerState.Isolated) return Open("symbol", symbol);
        if (symbol == BreakerState.Open && order.MustTradeNow)
            return new(TradingError.Halted, "the symbol is halted: only orders that can rest are taken");
        var mustReduce = firm == BreakerState.ReduceOnly || desk == BreakerState.ReduceOnly || account == BreakerState.ReduceOnly;
        return !mustReduce || order.OnlyReduces
            ? null
            : new(
                TradingError.ReduceOnly,
                $"reduce-only: at most {order.Closable} can be closed, the order is for {order.Quantity}");
    }

    /// <summary>Whether one of the breakers is on probation.</summary>
    public static bool IsOnProbation(BreakerState firm, BreakerState desk, BreakerState symbol, BreakerState account) =>
        firm == BreakerState.HalfOpen || desk == BreakerState.HalfOpen || symbol == BreakerState.HalfOpen
        || account == BreakerState.HalfOpen;

    private static Refusal Open(string whose, BreakerState state) =>
        new(TradingError.BreakerOpen, $"the breaker of the {whose} is {(state == BreakerState.Isolated ? "isolated" : "open")}");
}
