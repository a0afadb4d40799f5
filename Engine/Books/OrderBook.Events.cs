namespace TradingOps.Engine.Books;

// The events of an order.
public sealed partial class OrderBook
{
    private static ref BookEvent Emit(BookEventBuffer events, in BookOrder order, BookEventKind kind, long quantity)
    {
        ref var emitted = ref events.Add();
        emitted.Kind = kind;
        emitted.Side = order.Side;
        emitted.Account = order.Account;
        emitted.OrderId = order.Id;
        emitted.Price = order.Price;
        emitted.Quantity = quantity;
        emitted.Remaining = order.Remaining;
        return ref emitted;
    }

    private static ref BookEvent EmitTrade(
        BookEventBuffer events, in BookOrder taker, in BookOrder maker, long price, long quantity)
    {
        ref var emitted = ref Emit(events, taker, BookEventKind.Traded, quantity);
        emitted.CounterAccount = maker.Account;
        emitted.CounterOrderId = maker.Id;
        emitted.Price = price;
        emitted.CounterRemaining = maker.Remaining;
        return ref emitted;
    }

    private void EmitStop(BookEventBuffer events, in BookOrder order, BookEventKind kind)
    {
        var price = _orders.TermsOf(order).StopPrice;
        var lots = OpenLots(order, price);
        ref var emitted = ref Emit(events, order, kind, lots);
        emitted.Price = price;
        emitted.Remaining = lots;
    }
}
