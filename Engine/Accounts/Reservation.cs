using TradingOps.Engine.Books;

namespace TradingOps.Engine.Accounts;

/// <summary>What the orders of an account in one symbol hold: lots and value a side.</summary>
/// <param name="BuyLots">Lots of all buy orders.</param>
/// <param name="BuyValue">Sum of price times lots of all buy orders, in ticks.</param>
/// <param name="SellLots">Lots of all sell orders.</param>
/// <param name="SellValue">Sum of price times lots of all sell orders, in ticks.</param>
public readonly record struct Reservation(long BuyLots, decimal BuyValue, long SellLots, decimal SellValue)
{
    /// <summary>With a pair of orders of one side more (<paramref name="sign"/> 1) or less (-1): what the larger holds.</summary>
    public Reservation AddPair(in HeldOrder one, in HeldOrder other, int sign) => Add(
        one.Side, sign * Math.Max(one.Remaining, other.Remaining), sign * Math.Max(ValueOf(one), ValueOf(other)));

    /// <summary>With an order more (<paramref name="sign"/> 1) or less (-1).</summary>
    public Reservation Add(in HeldOrder order, int sign) =>
        Add(order.Side, sign * order.Remaining, sign * ValueOf(order));

    private Reservation Add(Side side, long lots, decimal value) => side == Side.Buy
        ? this with { BuyLots = BuyLots + lots, BuyValue = BuyValue + value }
        : this with { SellLots = SellLots + lots, SellValue = SellValue + value };

    /// <summary>A price below zero takes as much as the same one above: the two do not pay for each other.</summary>
    private static decimal ValueOf(in HeldOrder order) => Math.Abs((decimal)order.Remaining * order.Price);
}
