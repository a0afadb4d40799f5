using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

/// <summary>The whole state of a book as text, the same for the engine and the reference.</summary>
internal static class BookText
{
    public static string Of(OrderBook book)
    {
        var orders = book.Orders(Side.Buy).Concat(book.Orders(Side.Sell)).Concat(book.Stops(Side.Buy)).Concat(book.Stops(Side.Sell));
        var lines = orders.Select(order =>
            $"{order.OrderId} {order.Account} {order.Side} {order.Type} {order.TimeInForce} {order.SelfTradePrevention}"
            + $" {order.Price} {order.StopPrice} {order.Remaining} {(order.IsWaiting ? 0 : order.Displayed)} {order.ExpireAt} {order.Amount}");
        return string.Join('\n', lines.Append(
            $"{book.LastPrice} {book.LastQuantity} {book.Session} {book.LimitState} {book.BandLow} {book.BandHigh} {book.BandReference} "
            + $"{book.OpenOrders}"));
    }

    public static string Of(ReferenceBook book)
    {
        var orders = book.Resting(Side.Buy).Concat(book.Resting(Side.Sell)).Concat(book.Waiting(Side.Buy)).Concat(book.Waiting(Side.Sell));
        var lines = orders.Select(order =>
            $"{order.Id} {order.Account} {order.Side} {order.Type} {order.TimeInForce} {order.Prevention}"
            + $" {order.Price} {order.StopPrice} {order.Remaining} {(order.Place == OrderPlace.Resting ? order.Displayed : 0)}"
            + $" {order.ExpireAt} {order.Amount}");
        return string.Join('\n', lines.Append(
            $"{book.LastPrice} {book.LastQuantity} {book.Session} {book.LimitState} {book.BandLow} {book.BandHigh} {book.BandReference} "
            + $"{book.All.Count()}"));
    }
}
