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
        return string.Join('\n', lines.Append(
            $"{book.LastPrice} {book.LastQuantity} {book.Session} {book.LimitState}"
            + $" {book.BandLow} {book.BandHigh} {book.BandReference} {book.OpenOrders}"));
    }

    public static string Of(ReferenceBook book)
    {
        Side[] sides = [Side.Buy, Side.Sell];
        var orders = sides.SelectMany(book.Resting).Concat(sides.SelectMany(book.Waiting));
        var lines = orders.Select(order =>
            $"{order.Id} {order.Account} {order.Side} {order.Type} {order.TimeInForce} {order.Prevention}"
            + $" {order.Price} {order.StopPrice} {order.Remaining} {(order.Place == OrderPlace.Resting ? order.Displayed : 0)}"
            + $" {order.ExpireAt} {order.Amount}");
        return string.Join('\n', lines.Append(
            $"{book.LastPrice} {book.LastQuantity} {book.Session} {book.LimitState}"
            + $" {book.BandLow} {book.BandHigh} {book.BandReference} {book.All.Count()}"));
    }
}
