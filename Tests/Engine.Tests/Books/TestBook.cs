using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

/// <summary>A book to write tests against: commands in few words, and what they caused as text.</summary>
internal sealed class TestBook(BookLimits? limits = null)
{
    private readonly BookEventBuffer _events = new();

    public OrderBook Book { get; } = new(limits);

    /// <summary>What the last command caused, an event a line: "Traded 2&lt;1 5@100", "Canceled 3 5 PostOnly".</summary>
    public string[] Events => [.. _events.Span.ToArray().Select(Text)];

    public BookReason Apply(BookCommand command)
    {
        _events.Clear();
        var reason = Book.Apply(command, _events);
        Book.ValidateInvariants();
        return reason;
    }

    public BookReason Buy(long id, long quantity, long price, Func<BookCommand, BookCommand>? with = null) =>
        Enter(id, Side.Buy, quantity, price, with);

    public BookReason Buy(long id, long quantity, long price, Func<OrderSpec, OrderSpec> with) =>
        Enter(id, Side.Buy, quantity, price, order => order with { Spec = with(order.Spec) });

    public BookReason Sell(long id, long quantity, long price, Func<BookCommand, BookCommand>? with = null) =>
        Enter(id, Side.Sell, quantity, price, with);

    public BookReason Sell(long id, long quantity, long price, Func<OrderSpec, OrderSpec> with) =>
        Enter(id, Side.Sell, quantity, price, order => order with { Spec = with(order.Spec) });

    public BookReason Cancel(long id) =>
        Apply(new BookCommand { Kind = BookCommandKind.Cancel, OrderId = id, Account = OrderBook.AnyAccount });

    public BookReason Replace(long id, long quantity, long price, long stop = 0, long newId = 0) => Apply(new BookCommand
    {
        Kind = BookCommandKind.Replace,
        OrderId = id,
        Account = OrderBook.AnyAccount,
        Spec = new() { Quantity = quantity, Price = price, StopPrice = stop },
        NewOrderId = newId,
    });

    public BookReason Enter(SessionState session, long time = 0) =>
        Apply(new BookCommand { Kind = BookCommandKind.SetSession, Session = session, Time = time });

    /// <summary>Changes the session, and returns the trades that this causes.</summary>
    public BookEvent[] TradesOf(SessionState session)
    {
        Enter(session);
        return [.. _events.Span.ToArray().Where(e => e.Kind == BookEventKind.Traded)];
    }

    public BookReason Band(long low, long high, long reference = 100) =>
        Apply(new() { Kind = BookCommandKind.SetBand, BandLow = low, BandHigh = high, Spec = new() { Price = reference } });

    public BookReason Last(long price) =>
        Apply(new() { Kind = BookCommandKind.SetLastPrice, Spec = new() { Price = price } });

    public BookReason Advance(long time) => Apply(new BookCommand { Kind = BookCommandKind.AdvanceTime, Time = time });

    public long[] Queue(Side side) => [.. Book.Orders(side).Select(order => order.OrderId)];

    /// <summary>Each order has an account of its own unless a test says otherwise.</summary>
    private BookReason Enter(long id, Side side, long quantity, long price, Func<BookCommand, BookCommand>? with)
    {
        var command = new BookCommand
        {
            Kind = BookCommandKind.New,
            OrderId = id,
            Account = (int)id,
            Spec = new() { Instructions = new(side, OrderType.Limit, TimeInForce.Gtc), Price = price, Quantity = quantity },
        };
        return Apply(with is null ? command : with(command));
    }

    private static string Text(BookEvent e) => e.Kind switch
    {
        BookEventKind.Traded => $"Traded {e.OrderId}<{e.CounterOrderId} {e.Quantity}@{e.Price}",
        BookEventKind.LimitStateEntered => $"LimitStateEntered {e.Side}",
        BookEventKind.LimitStateLeft => "LimitStateLeft",
        BookEventKind.SessionChanged => $"SessionChanged {(SessionState)e.Quantity} {e.Price}",
        BookEventKind.Waiting or BookEventKind.Triggered or BookEventKind.Trailed => $"{e.Kind} {e.OrderId} {e.Price}",
        _ => $"{e.Kind} {e.OrderId} {e.Quantity}" + (e.Reason == BookReason.None ? "" : $" {e.Reason}"),
    };
}
