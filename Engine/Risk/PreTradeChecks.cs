using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Margin;

namespace TradingOps.Engine.Risk;

/// <summary>
/// The limits that an order passes before it goes to its market, in this order; the first failure wins. What comes before them
/// (account, client order id, instrument and session, tick and lot, breakers) is the caller's.
/// </summary>
public static class PreTradeChecks
{
    /// <summary>
    /// Checks an order of an account against its limits and its buying power; changes nothing. Null lets it pass. The caller
    /// records the order in <paramref name="pace"/> afterwards.
    /// </summary>
    /// <param name="order">The order.</param>
    /// <param name="account">Its owner, the order not yet reserved.</param>
    /// <param name="instrument">Its instrument.</param>
    /// <param name="mark">The market's prices.</param>
    /// <param name="pace">The orders that the account sent lately.</param>
    /// <param name="value">Values the account; called only where a check needs it.</param>
    /// <param name="groups">The limits of the groups that the account belongs to.</param>
    public static Refusal? Check(
        in OrderCheck order, Account account, Instrument instrument, in Mark mark, OrderPace pace, IAccountValue value,
        IReadOnlyList<ExposureBound> groups)
    {
        var limits = account.Limits;
        return pace.CheckRate(limits, order.Time)
            ?? CheckSize(order, account, instrument)
            ?? CheckCollar(order, limits, instrument, mark)
            ?? TradingPermissions.CheckShortSale(order, account, instrument, mark)
            // The same order twice cannot close more than there is.
            ?? (order.Before is null && !order.Spec.Instructions.ReduceOnly
                ? pace.FindDuplicate(order.Content, limits, order.Time)
                : null)
            ?? CheckEntry(order, account)
            ?? CheckPosition(order, account, instrument)
            ?? ExposureChecks.Check(order, account, instrument, value, groups)
            ?? (limits.CheckBuyingPower ? CheckBuyingPower(order, account, instrument, value) : null);
    }

    private static Refusal? CheckSize(in OrderCheck order, Account account, Instrument instrument)
    {
        var limits = account.Limits;
        if (order.Before is null && account.OpenOrders.Count >= limits.MaxOpenOrders)
            return new(
                TradingError.MaxOpenOrders, $"{account.OpenOrders.Count} open orders, at most {limits.MaxOpenOrders} are allowed",
                RiskLimit.OrderRate);
        var quantity = instrument.ToQuantity(order.Held.Remaining);
        if (limits.MaxOrderQuantity > 0 && quantity > limits.MaxOrderQuantity)
            return new(
                TradingError.MaxQuantity, $"the order is over {quantity}, at most {limits.MaxOrderQuantity} is allowed",
                RiskLimit.OrderQuantity);
        var notional = Math.Abs(quantity * instrument.ToPrice(order.Held.Price) * instrument.Multiplier);
        return limits.MaxOrderNotional > 0 && notional > limits.MaxOrderNotional
            ? new(
                TradingError.MaxNotional,
                $"the order is worth {notional:0.##}, at most {limits.MaxOrderNotional:0.##} is allowed",
                RiskLimit.OrderNotional)
            : null;
    }

    private static Refusal? CheckCollar(in OrderCheck order, AccountLimits limits, Instrument instrument, in Mark mark)
    {
        var side = order.Held.Side;
        if (CheckExits(order, limits, instrument) is { } refusal) return refusal;
        // A stop limit becomes an order when the market is at its stop.
        var worst = order.IsPlain ? PriceCollar.Worst(side, mark, limits, instrument)
            : order.Spec.Type.HasLimit()
                ? PriceCollar.Worst(side, instrument.ToPrice(order.Spec.StopPrice), limits, instrument)
                : null;
        return FindBeyond("order", side, order.Price, worst, instrument);
    }

    /// <summary>An exit becomes an order when its entry has traded, and its stop price is reached.</summary>
    private static Refusal? CheckExits(in OrderCheck order, AccountLimits limits, Instrument instrument)
    {
        var (spec, exit) = (order.Spec, order.Spec.Instructions.ExitSide);
        return Find("take_profit", spec.TakeProfitPrice, order.Price)
            ?? Find("stop_loss", spec.StopLossLimit, spec.StopLossPrice);

        Refusal? Find(string what, long price, long reference) => price == 0 ? null : FindBeyond(
            what, exit, price, PriceCollar.Worst(exit, instrument.ToPrice(reference), limits, instrument), instrument);
    }

    private static Refusal? FindBeyond(string what, Side side, long price, long? worst, Instrument instrument) =>
        worst is { } limit && PriceCollar.IsBeyond(side, price, limit)
            ? new(
                TradingError.PriceCollar, $"the {what} would trade at {instrument.ToPrice(price)}, "
                    + $"{(side == Side.Buy ? "at most" : "at least")} {instrument.ToPrice(limit)} is allowed",
                RiskLimit.PriceCollar)
            : null;

    /// <summary>
    /// Exits are not reserved before their entry trades, because they close what it opens. Those of an order that closes would
    /// open.
    /// </summary>
    private static Refusal? CheckEntry(in OrderCheck order, Account account)
    {
        if (order.Spec.Instructions.Class is not (OrderClass.Bracket or OrderClass.Oto)) return null;
        var position = account.PositionIn(order.Held.Symbol)?.Quantity ?? 0;
        return (order.Spec.Side == Side.Buy ? position >= 0 : position <= 0)
            ? null
            : new(
                TradingError.NotAnEntry,
                $"order_class {(order.Spec.Instructions.Class == OrderClass.Oto ? "oto" : "bracket")} goes with an order that "
                    + $"opens a position, and the position is {position}");
    }

    private static Refusal? CheckPosition(in OrderCheck order, Account account, Instrument instrument)
    {
        if (account.Limits.MaxPosition == 0) return null;
        var worst = order.WorstPosition(account, instrument);
        return worst > account.Limits.MaxPosition
            ? new(
                TradingError.MaxPosition, $"the position could become {worst}, at most {account.Limits.MaxPosition} is allowed",
                RiskLimit.Position)
            : null;
    }

    private static Refusal? CheckBuyingPower(
        in OrderCheck order, Account account, Instrument instrument, IAccountValue value)
    {
        var (now, after) = Margins(order, account, instrument, value);
        if (account.Limits.Margin == MarginModel.Cash && FindUnpaid(order, account, instrument, now, after) is { } unpaid)
            return unpaid;
        var needed = after.Orders - now.Orders;
        if (needed <= 0) return null;
        var available = value.Now().BuyingPower;
        // One at a time: what is held covers only one of them.
        if (needed <= available || (now.Orders == 0 && Hedges(order, account, instrument, value))) return null;
        return new(
            TradingError.InsufficientBuyingPower, $"the order needs {needed:0.##}, {available:0.##} is available",
            RiskLimit.BuyingPower);
    }

    /// <summary>Null, or what a cash account cannot pay for whatever it costs.</summary>
    private static Refusal? FindUnpaid(
        in OrderCheck order, Account account, Instrument instrument, in MarginFigures now, in MarginFigures after)
    {
        var position = account.PositionIn(order.Held.Symbol)?.Quantity ?? 0;
        var opening = OpeningOrders.Of(
            new() { Instrument = instrument, Quantity = position, Held = order.After(account.ReservationIn(order.Held.Symbol)) },
            order.Held.Side).Quantity;
        var what = instrument.AssetClass switch
        {
            AssetClass.Futures when opening != 0 => "holds no futures",
            AssetClass.Equity when opening < 0 => "sells no stock that it does not hold",
            _ when after.UncoveredCalls > now.UncoveredCalls => "sells no call that neither stock nor another call covers",
            _ => null,
        };
        return what is null ? null : new(TradingError.NotInCashAccount, $"a cash account {what}", RiskLimit.BuyingPower);
    }

    /// <summary>Whether the positions take no more once the order is filled: it protects what is held.</summary>
    private static bool Hedges(
        in OrderCheck order, Account account, Instrument instrument, IAccountValue value)
    {
        if (account.Limits.Margin == MarginModel.Cash || instrument.AssetClass == AssetClass.Equity) return false;
        var fill = new PositionFill(
            instrument.ToSignedQuantity(order.Held.Side, order.Held.Remaining), instrument.ToPrice(order.Held.Price),
            instrument.Multiplier);
        return value.IfFilled(instrument, fill).Margin.Initial <= value.Now().Margin.Initial;
    }

    /// <summary>
    /// The highest worst price, in ticks, at which a market buy needs no more than its account has; null if that does not pay
    /// for the price that it is expected to trade at. An order that needs less keeps its own.
    /// </summary>
    /// <param name="order">The order, held at its worst price.</param>
    /// <param name="account">Its owner, the order not yet reserved.</param>
    /// <param name="instrument">Its instrument.</param>
    /// <param name="value">Values the account; called only where a check needs it.</param>
    public static long? FindAffordable(in OrderCheck order, Account account, Instrument instrument, IAccountValue value)
    {
        var (expected, worst) = (order.Price, order.Held.Price);
        // Below zero nothing rises with the price in a straight line.
        if (expected <= 0) return worst;
        var most = Needed(order, account, instrument, value);
        if (most <= 0) return worst;
        var available = value.Now().BuyingPower;
        if (most <= available) return worst;
        var least = Needed(At(order, expected), account, instrument, value);
        if (least > available || worst <= expected) return null;
        // What is needed rises with the price no slower than before: a straight line lies above it, but for the rounding of fees.
        var price = expected + (long)((worst - expected) * (available - least) / (most - least));
        if (Needed(At(order, price), account, instrument, value) > available) price--;
        return price;
    }

    private static OrderCheck At(in OrderCheck order, long price) => order with { Held = order.Held with { Price = price } };

    private static decimal Needed(in OrderCheck order, Account account, Instrument instrument, IAccountValue value)
    {
        var (now, after) = Margins(order, account, instrument, value);
        return after.Orders - now.Orders;
    }

    /// <summary>The margin of the underlying without the order, and with it.</summary>
    private static (MarginFigures Now, MarginFigures After) Margins(
        in OrderCheck order, Account account, Instrument instrument, IAccountValue value)
    {
        var held = account.ReservationIn(order.Held.Symbol);
        return (value.WithOrders(instrument, held), value.WithOrders(instrument, order.After(held)));
    }
}
