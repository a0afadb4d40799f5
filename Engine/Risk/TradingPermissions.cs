using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Risk;

/// <summary>Which instruments an account may open positions in. What it holds can always be closed.</summary>
public static class TradingPermissions
{
    /// <summary>Checks an order; null lets it pass.</summary>
    /// <param name="order">The order.</param>
    /// <param name="account">Its owner, the order not yet reserved.</param>
    /// <param name="instrument">Its instrument.</param>
    public static Refusal? Check(in OrderCheck order, Account account, Instrument instrument)
    {
        var limits = account.Limits;
        if (limits.IsOutside || OnlyReduces(order, account, instrument)) return null;
        return FindForbidden(limits, account.Id, instrument, IsShortSale(order, account, instrument));
    }

    /// <summary>
    /// Checks the shares that an exercise would deliver, by the rules of orders for them; null lets them come.
    /// </summary>
    /// <param name="account">The account.</param>
    /// <param name="stock">What is delivered.</param>
    /// <param name="shares">Shares; negative where they go.</param>
    public static Refusal? CheckDelivery(Account account, Instrument stock, decimal shares)
    {
        var held = account.PositionIn(stock.Symbol)?.Quantity ?? 0;
        var after = held + shares;
        var onlyReduces = after == 0 || (Math.Sign(after) == Math.Sign(held) && Math.Abs(after) <= Math.Abs(held));
        if (account.Limits.IsOutside || onlyReduces) return null;
        return FindForbidden(account.Limits, account.Id, stock, after < 0) ?? FindUnlocated(account, stock, -after);
    }

    private static Refusal? FindForbidden(AccountLimits limits, string account, Instrument instrument, bool isShort)
    {
        if (instrument.Restriction is { } reason)
            return new(TradingError.Restricted, $"{instrument.Symbol} is on the restricted list ({reason}): it can be closed");
        var forbidden =
            limits.AssetClasses is { Count: > 0 } classes && !classes.Contains(instrument.AssetClass)
                ? $"open positions in {instrument.AssetClass}"
            : limits.Symbols is { Count: > 0 } symbols && !symbols.Contains(instrument.Symbol)
                ? $"open positions in {instrument.Symbol}"
            : limits.IsLongOnly && isShort ? "sell short"
            : null;
        return forbidden is null ? null : new(TradingError.NotPermitted, $"account '{account}' may not {forbidden}");
    }

    /// <summary>
    /// Checks a short sale of stock: shares that are hard to borrow were located before, and while its price has fallen by a
    /// tenth it offers above the best bid (Regulation SHO, Rules 203 and 201). Null lets an order pass.
    /// </summary>
    /// <param name="order">The order.</param>
    /// <param name="account">Its owner, the order not yet reserved.</param>
    /// <param name="instrument">Its instrument.</param>
    /// <param name="mark">The market's prices.</param>
    public static Refusal? CheckShortSale(in OrderCheck order, Account account, Instrument instrument, in Mark mark)
    {
        if (instrument.AssetClass != AssetClass.Equity || account.Limits.IsOutside || !IsShortSale(order, account, instrument))
            return null;
        if (FindUnlocated(account, instrument, ShortAfter(order, account, instrument)) is { } unlocated) return unlocated;
        if (!mark.IsShortRestricted || mark.Bid is not { } bid) return null;
        var isAbove = order.Spec.Type == OrderType.Limit && instrument.ToPrice(order.Spec.Price) > bid;
        return isAbove
            ? null
            : new(
                TradingError.ShortSaleRestricted,
                $"{instrument.Symbol} fell by a tenth of its close: a short sale needs a limit above the best bid of {bid}");
    }

    private static Refusal? FindUnlocated(Account account, Instrument stock, decimal shorted)
    {
        var located = account.Located.GetValueOrDefault(stock.Symbol);
        return stock.IsHardToBorrow && shorted > located
            ? new(
                TradingError.LocateRequired,
                $"{stock.Symbol} is hard to borrow: {shorted} could be short, and {located} are located")
            : null;
    }

    /// <summary>The book never lets a reduce-only order sell more than is held.</summary>
    private static bool IsShortSale(in OrderCheck order, Account account, Instrument instrument) =>
        order.Held.Side == Side.Sell && !order.Spec.Instructions.ReduceOnly && ShortAfter(order, account, instrument) > 0;

    /// <summary>Shares or contracts that the account is short once all that it sells was sold; 0 or less for none.</summary>
    private static decimal ShortAfter(in OrderCheck order, Account account, Instrument instrument) =>
        instrument.ToQuantity(order.After(account.ReservationIn(order.Held.Symbol)).SellLots) - PositionOf(order, account);

    /// <summary>Whether an order can only make the position smaller.</summary>
    internal static bool OnlyReduces(in OrderCheck order, Account account, Instrument instrument) =>
        order.Spec.Instructions.ReduceOnly || BreakerGate.Order.Of(
            account, instrument, order.Held.Side, order.Held.Remaining,
            account.ReservationIn(order.Held.Symbol, order.Before), mustTradeNow: false).OnlyReduces;

    private static decimal PositionOf(in OrderCheck order, Account account) =>
        account.PositionIn(order.Held.Symbol)?.Quantity ?? 0;
}
