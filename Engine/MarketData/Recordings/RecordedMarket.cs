using TradingOps.Engine.Books;

namespace TradingOps.Engine.MarketData.Recordings;

/// <summary>
/// The book of one symbol of a recording, made by the engine: the recorded orders enter it, and a recorded execution is an order
/// that meets the one that it names. Not safe for use by two threads at once.
/// </summary>
/// <remarks>
/// An execution trades in the book where the order that it names is the first to trade; elsewhere, as behind a hidden order or at
/// another price, the order is made smaller, so that the book stays the exchange's.
/// </remarks>
/// <param name="tickSize">What prices are multiples of, in currency.</param>
public sealed class RecordedMarket(decimal tickSize)
{
    private const long Taker = long.MaxValue;

    private static readonly BookLimits Limits = new() { MinPrice = 1, InitialOrders = 1 << 12 };

    private readonly BookEventBuffer _events = new();

    /// <summary>The book; prices in ticks, quantities in shares or contracts.</summary>
    public OrderBook Book { get; } = new(Limits);

    /// <summary>What the last event traded; null if it was no trade.</summary>
    public TradePrint? Trade { get; private set; }

    /// <summary>Executions that traded in the book.</summary>
    public long Matched { get; private set; }

    /// <summary>Executions of an order that was not the first to trade.</summary>
    public long OutOfTurn { get; private set; }

    /// <summary>
    /// Messages about orders that the book does not hold, as of a recording that begins in the middle of a day.
    /// </summary>
    public long Unknown { get; private set; }

    /// <summary>The best bid and offer now, as of a time.</summary>
    public Quote Quote(long time)
    {
        var (bid, ask) = (Book.BestLevel(Side.Buy), Book.BestLevel(Side.Sell));
        return new(bid?.Price * tickSize, bid?.Quantity ?? 0, ask?.Price * tickSize, ask?.Quantity ?? 0, time);
    }

    /// <summary>
    /// Plays an event. Returns what is wrong with it, where the book cannot take it; null if it did, or if it is about an order
    /// that the book does not hold.
    /// </summary>
    public string? Play(in RecordedEvent next)
    {
        _events.Clear();
        Trade = null;
        switch (next.Kind)
        {
            case RecordedEventKind.Add:
                return Add(next.Order, next.Side, next);
            case RecordedEventKind.Execute:
                Execute(next);
                return null;
            case RecordedEventKind.Reduce:
                Apply(next, BookCommandKind.Reduce, (long)next.Quantity);
                return null;
            case RecordedEventKind.Delete:
                Apply(next, BookCommandKind.Cancel, 0);
                return null;
            case RecordedEventKind.Replace:
                if (!Book.TryGetOrder(next.Order, out var order))
                {
                    Unknown++;
                    return null;
                }
                Apply(next, BookCommandKind.Cancel, 0);
                return Add(next.NewOrder, order.Side, next);
            case RecordedEventKind.Trade:
                Trade = new(next.Price!.Value, next.Quantity, next.Time);
                return null;
            default:
                return null;
        }
    }

    private string? Add(long id, Side side, in RecordedEvent next)
    {
        var ticks = next.Price!.Value / tickSize;
        if (ticks != decimal.Truncate(ticks)) return $"price {next.Price} is not a multiple of {tickSize}";
        var reason = Book.Apply(
            new()
            {
                Kind = BookCommandKind.New,
                OrderId = id,
                Spec = Limit(side, (long)ticks, (long)next.Quantity, TimeInForce.Gtc),
            },
            _events);
        return reason == BookReason.None ? null : $"order {id} is refused: {reason}";
    }

    private void Execute(in RecordedEvent next)
    {
        if (!Book.TryGetOrder(next.Order, out var order))
        {
            Unknown++;
            // Of an order from before the recording, only a message that names the price says what was traded.
            if (next.Price is { } paid && !next.IsCountedElsewhere) Trade = new(paid, next.Quantity, next.Time);
            return;
        }
        var price = order.Price * tickSize;
        if (!next.IsCountedElsewhere) Trade = new(next.Price ?? price, next.Quantity, next.Time);
        if ((next.Price is { } other && other != price) || next.Quantity > order.Remaining || !Book.TradesNext(next.Order))
        {
            OutOfTurn++;
            Apply(next, BookCommandKind.Reduce, (long)next.Quantity);
            return;
        }
        Matched++;
        var side = order.Side == Side.Buy ? Side.Sell : Side.Buy;
        Book.Apply(
            new()
            {
                Kind = BookCommandKind.New,
                OrderId = Taker,
                Spec = Limit(side, order.Price, (long)next.Quantity, TimeInForce.Ioc),
            },
            _events);
    }

    private void Apply(in RecordedEvent next, BookCommandKind kind, long quantity)
    {
        var command = new BookCommand { Kind = kind, OrderId = next.Order, Spec = new() { Quantity = quantity } };
        if (Book.Apply(command, _events) != BookReason.None) Unknown++;
    }

    private static OrderSpec Limit(Side side, long price, long quantity, TimeInForce timeInForce) => new()
    {
        Instructions = new(side, OrderType.Limit, timeInForce, SelfTradePrevention.None),
        Price = price,
        Quantity = quantity,
    };
}
