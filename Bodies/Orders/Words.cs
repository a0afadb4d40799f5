using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Orders;

namespace TradingOps.Bodies.Orders;

/// <summary>The words of the API and what they mean inside.</summary>
internal static class Words
{
    public static readonly Vocabulary<Side> Sides = new(("buy", Side.Buy), ("sell", Side.Sell));

    public static readonly Vocabulary<OrderType> Types = new(
        ("market", OrderType.Market), ("limit", OrderType.Limit), ("stop", OrderType.Stop), ("stop_limit", OrderType.StopLimit),
        ("trailing_stop", OrderType.TrailingStop), ("market_if_touched", OrderType.MarketIfTouched),
        ("limit_if_touched", OrderType.LimitIfTouched));

    public static readonly Vocabulary<TimeInForce> TimesInForce = new(
        ("day", TimeInForce.Day), ("gtc", TimeInForce.Gtc), ("ioc", TimeInForce.Ioc), ("fok", TimeInForce.Fok),
        ("gtd", TimeInForce.Gtd), ("opg", TimeInForce.Opg), ("cls", TimeInForce.Cls));

    public static readonly Vocabulary<SelfTradePrevention> Preventions = new(
        ("cancel_newest", SelfTradePrevention.CancelNewest), ("cancel_oldest", SelfTradePrevention.CancelOldest),
        ("cancel_both", SelfTradePrevention.CancelBoth), ("decrement", SelfTradePrevention.Decrement));

    public static readonly Vocabulary<TriggerPrice> Triggers = new(
        ("last", TriggerPrice.Last), ("bid_ask", TriggerPrice.BidAsk), ("mark", TriggerPrice.Mark));

    public static readonly Vocabulary<OrderClass> Classes = new(
        ("simple", OrderClass.Simple), ("bracket", OrderClass.Bracket), ("oto", OrderClass.Oto), ("oco", OrderClass.Oco));

    public static readonly Vocabulary<Liquidity> Liquidities = new(
        ("maker", Liquidity.Maker), ("taker", Liquidity.Taker), ("auction", Liquidity.Auction));

    public static readonly Vocabulary<AssetClass> AssetClasses = new(
        ("EQUITY", AssetClass.Equity), ("OPTIONS", AssetClass.Options), ("FUTURES", AssetClass.Futures));

    public static readonly Vocabulary<OrderStatus> Statuses = new(
        ("accepted", OrderStatus.Accepted), ("partially_filled", OrderStatus.PartiallyFilled), ("filled", OrderStatus.Filled),
        ("canceled", OrderStatus.Canceled), ("replaced", OrderStatus.Replaced), ("rejected", OrderStatus.Rejected),
        ("expired", OrderStatus.Expired));

    /// <summary>Whether the word of a status is that of an open order.</summary>
    public static bool IsOpen(string status) =>
        Statuses.TryRead(status, default, out var value) && OrderStatuses.Open.Has(value);

    /// <summary>What a list of orders takes: a group of statuses, or one of them.</summary>
    public static readonly Vocabulary<OrderStatuses> StatusSets = new(
        ("open", OrderStatuses.Open), ("closed", OrderStatuses.Closed), ("all", OrderStatuses.All),
        ("accepted", OrderStatuses.Accepted), ("partially_filled", OrderStatuses.PartiallyFilled),
        ("filled", OrderStatuses.Filled), ("canceled", OrderStatuses.Canceled), ("rejected", OrderStatuses.Rejected),
        ("expired", OrderStatuses.Expired));
}
