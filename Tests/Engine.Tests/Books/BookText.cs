using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

/// <summary>The whole state of a book as text, the same for the engine and the reference.</summary>
internal static class BookText
{
    public static string Of(OrderBook book)
    {
        Side[] sides = [Side.Buy, Side.Sell];
        var orders = sides.SelectMany(book.Orders).Concat(sides.SelectMany(book.Stops));
        var lines = orders.Select(order =>
            $"{order.OrderId} {order.Account} {order.Side} {order.Type} {order.TimeInForce} "
            + $"{order.Instructions.SelfTradePrevention}"
            + $" {order.Price} {order.StopPrice} {order.Remaining} {order.Displayed} {order.ExpireAt} {order.Amount}");
        var levels = new DepthLevel[64];
        var depth = sides.Select(side => string.Join(' ', levels[..book.CopyDepth(side, levels)]));
        return string.Join('\n', lines.Concat(depth).Append(
            $"{book.BestBid} {book.BestAsk} {book.LastPrice} {book.LastQuantity} {book.Session} {book.LimitState}"
            + $" {book.BandLow} {book.BandHigh} {book.BandReference} {book.OpenOrders}"));
    }

    public static string Of(ReferenceBook book)
    {
        Side[] sides = [Side.Buy, Side.Sell];
        var orders = sides.SelectMany(book.Resting).Concat(sides.SelectMany(book.Waiting));
        var lines = orders.Select(order =>
            $"{order.Id} {order.Account} {order.Side} {order.Type} {order.TimeInForce} {order.Prevention}"
            + $" {order.Price} {order.StopPrice} {order.Remaining} {DisplayedOf(order)}"
            + $" {order.ExpireAt} {order.Amount}");
        var depth = sides.Select(side => string.Join(' ', book.Shown(side).GroupBy(order => order.Price)
            .Select(level => new DepthLevel(level.Key, level.Sum(order => order.Displayed), level.Count()))));
        return string.Join('\n', lines.Concat(depth).Append(
            $"{book.Shown(Side.Buy).FirstOrDefault()?.Price} {book.Shown(Side.Sell).FirstOrDefault()?.Price}"
            + $" {book.LastPrice} {book.LastQuantity} {book.Session} {book.LimitState}"
            + $" {book.BandLow} {book.BandHigh} {book.BandReference} {book.All.Count()}"));
    }

    private static long DisplayedOf(ReferenceOrder order) =>
        order.Place == OrderPlace.Resting && !order.IsHidden ? order.Displayed : 0;
}
