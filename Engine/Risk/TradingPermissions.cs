using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
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
        var forbidden =
            instrument.Restriction is { } reason
                ? new Refusal(
                    TradingError.Restricted, $"{instrument.Symbol} is on the restricted list ({reason}): it can be closed")
            : limits.AssetClasses is { Count: > 0 } classes && !classes.Contains(instrument.AssetClass)
                ? new(TradingError.NotPermitted, $"account '{account.Id}' may not open positions in {instrument.AssetClass}")
            : limits.Symbols is { Count: > 0 } symbols && !symbols.Contains(instrument.Symbol)
                ? new(TradingError.NotPermitted, $"account '{account.Id}' may not open positions in {instrument.Symbol}")
            : limits.IsLongOnly && IsShortSale(order, account, instrument)
                ? new(TradingError.NotPermitted, $"account '{account.Id}' may not sell short")
            : (Refusal?)null;
        return forbidden is null || OnlyReduces(order, account, instrument) ? null : forbidden;
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
        if (instrument.AssetClass != AssetClass.Equity || !IsShortSale(order, account, instrument)) return null;
        var opened = ShortAfter(order, account, instrument);
        var located = account.LocatedIn(instrument.Symbol);
        if (instrument.IsHardToBorrow && opened > located)
            return new(
                TradingError.LocateRequired,
                $"{instrument.Symbol} is hard to borrow: the order could leave {opened} short, and {located} are located");
        if (!mark.IsShortRestricted || mark.Bid is not { } bid) return null;
        var isAbove = order.Spec.Type == OrderType.Limit && instrument.ToPrice(order.Spec.Price) > bid;
        return isAbove
            ? null
            : new(
                TradingError.ShortSaleRestricted,
                $"{instrument.Symbol} fell by a tenth of its close: a short sale needs a limit above the best bid of {bid}");
    }

    private static bool IsShortSale(in OrderCheck order, Account account, Instrument instrument) =>
        order.Held.Side == Side.Sell && ShortAfter(order, account, instrument) > 0;

    /// <summary>Shares or contracts that the account is short once all that it sells was sold; 0 or less for none.</summary>
    private static decimal ShortAfter(in OrderCheck order, Account account, Instrument instrument) =>
        instrument.ToQuantity(order.After(account.ReservationIn(order.Held.Symbol)).SellLots) - PositionOf(order, account);

    private static bool OnlyReduces(in OrderCheck order, Account account, Instrument instrument)
    {
        var after = order.After(account.ReservationIn(order.Held.Symbol));
        var position = PositionOf(order, account);
        return order.Held.Side == Side.Buy
            ? instrument.ToQuantity(after.BuyLots) <= -position
            : instrument.ToQuantity(after.SellLots) <= position;
    }

    private static decimal PositionOf(in OrderCheck order, Account account) =>
        account.PositionIn(order.Held.Symbol)?.Quantity ?? 0;
}
