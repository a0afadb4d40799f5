namespace TradingOps.Engine.Books;

// What the book tells of an order.
public sealed partial class OrderBook
{
    private static ref BookEvent Tell(BookEventBuffer events, in BookOrder order, BookEventKind kind, long quantity)
    {
        ref var told = ref events.Add();
        told.Kind = kind;
        told.Side = order.Side;
        told.Account = order.Account;
        told.OrderId = order.Id;
        told.Price = order.Price;
        told.Quantity = quantity;
        told.Remaining = order.Remaining;
        return ref told;
    }

    private static void TellOfTrade(BookEventBuffer events, in BookOrder taker, in BookOrder maker, long price, long quantity)
    {
        ref var told = ref Tell(events, taker, BookEventKind.Traded, quantity);
        told.CounterAccount = maker.Account;
        told.CounterOrderId = maker.Id;
        told.Price = price;
        told.CounterRemaining = maker.Remaining;
    }

    private void TellOfStop(BookEventBuffer events, in BookOrder order, BookEventKind kind)
    {
        var price = _orders.TermsOf(order).StopPrice;
        var lots = OpenLots(order, price);
        ref var told = ref Tell(events, order, kind, lots);
        told.Price = price;
        told.Remaining = lots;
    }
}
