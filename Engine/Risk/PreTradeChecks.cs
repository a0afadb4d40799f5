using TradingOps.Engine.Accounts;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Risk;

/// <summary>The checks that an order passes before it goes to its market; the first failure wins.</summary>
public static class PreTradeChecks
{
    /// <summary>
    /// Checks an order of an account against the firm's breaker, the account's limits and its buying power. Null lets it pass.
    /// </summary>
    /// <param name="order">The order, with the price that it is to be reserved at.</param>
    /// <param name="account">Its owner, the order not yet reserved.</param>
    /// <param name="instrument">Its instrument.</param>
    /// <param name="breaker">The firm's breaker.</param>
    /// <param name="mark">The market's prices.</param>
    /// <param name="value">Values the account; called only where a check needs it.</param>
    public static Refusal? Check(
        in HeldOrder order, Account account, Instrument instrument, BreakerState breaker, in Mark mark,
        Func<Valuation> value)
    {
        if (breaker == BreakerState.Unknown) return new("breaker_unknown", "the state of the firm's breaker is not known");
        if (breaker != BreakerState.Closed)
            return new("breaker_open", $"the firm's breaker is {breaker.ToString().ToLowerInvariant()}");
        if (account.OpenOrders.Count >= account.Limits.MaxOpenOrders)
            return new(
                "max_open_orders", $"{account.OpenOrders.Count} open orders, at most {account.Limits.MaxOpenOrders} are allowed");
        var notional = Math.Abs(instrument.ToQuantity(order.Remaining) * instrument.ToPrice(order.Price) * instrument.Multiplier);
        if (notional > account.Limits.MaxOrderNotional)
            return new(
                "max_notional", $"the order is worth {notional:0.##}, at most {account.Limits.MaxOrderNotional:0.##} is allowed");
        return account.Limits.CheckBuyingPower ? CheckBuyingPower(order, account, instrument, mark, value) : null;
    }

    private static Refusal? CheckBuyingPower(
        in HeldOrder order, Account account, Instrument instrument, in Mark mark, Func<Valuation> value)
    {
        var position = account.PositionIn(order.Symbol)?.Quantity ?? 0;
        var held = account.ReservationIn(order.Symbol);
        var before = Margin.OfOrders(instrument, held, position, mark);
        var needed = Margin.OfOrders(instrument, held.Add(order, 1), position, mark) - before;
        if (needed <= 0) return null;
        var available = value().BuyingPower;
        return needed <= available
            ? null
            : new("insufficient_buying_power", $"the order needs {needed:0.##}, {available:0.##} is available");
    }
}
