using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

/// <summary>
/// The rules of the order book in the plainest form there is: one list of orders that is sorted whenever somebody asks who is
/// first. Slow, and easy to check against the words of the documentation.
/// </summary>
internal sealed partial class ReferenceBook
{
    private List<ReferenceOrder> _orders = [];
    private List<ReferenceOrder> _pending = [];
    private List<BookEvent> _events = [];
    private long _clock = long.MinValue;
    private long _sequence;
    private long _position;
    private bool _electionDue;
    private BookReason _linked = BookReason.Linked;

    public long? LastPrice { get; private set; }

    public long LastQuantity { get; private set; }

    public SessionState Session { get; private set; }

    public LimitState LimitState { get; private set; }

    public long BandLow { get; private set; } = -BookLimits.PriceBound;

    public long BandHigh { get; private set; } = BookLimits.PriceBound;

    public long? BandReference { get; private set; }

    public IEnumerable<ReferenceOrder> All => _orders;

    /// <summary>Resting orders of one side by price and time.</summary>
    public IEnumerable<ReferenceOrder> Resting(Side side) => _orders
        .Where(order => order.Place == OrderPlace.Resting && order.Side == side)
        .OrderBy(order => side == Side.Buy ? -order.Price : order.Price)
        .ThenBy(order => order.Position);

    /// <summary>Waiting stops of one side, nearest first.</summary>
    public IEnumerable<ReferenceOrder> Waiting(Side side) => _orders
        .Where(order => order.Place == OrderPlace.Waiting && order.Side == side)
        .OrderBy(order => side == Side.Buy ? order.StopPrice : -order.StopPrice)
        .ThenBy(order => order.Position);

    public List<BookEvent> Apply(BookCommand command)
    {
        _events = [];
        var reason = command.Kind switch
        {
            BookCommandKind.New => New(command),
            BookCommandKind.Cancel => Cancel(command),
            BookCommandKind.Reduce => Reduce(command),
            BookCommandKind.Replace => Replace(command),
            BookCommandKind.AdvanceTime => At(command.Time),
            BookCommandKind.SetSession => SetSession(command),
            BookCommandKind.SetBand => SetBand(command),
            BookCommandKind.SetLastPrice => SetLastPrice(command),
            BookCommandKind.SetClockBack => SetClockBack(command),
            _ => BookReason.InvalidOrder,
        };
        if (reason == BookReason.None)
        {
            RunPending();
            if (command.Kind == BookCommandKind.SetSession
                && Session is SessionState.Closed or SessionState.Expired) ExpireOrders();
            var isQuoted = LimitState == LimitState.BuyersPush
                ? Resting(Side.Buy).Any(order => order.Price >= BandHigh)
                : Resting(Side.Sell).Any(order => order.Price <= BandLow);
            if (!isQuoted) LeaveLimitState();
            _eventSequence += _events.Count;
            return _events;
        }
        return
        [
            new BookEvent
            {
                Kind = BookEventKind.Rejected,
                Reason = reason,
                Side = command.Spec.Side,
                Account = command.Account,
                OrderId = command.OrderId,
                Price = command.Spec.Price,
                Quantity = command.Spec.Quantity,
            },
        ];
    }

    private BookReason SetClockBack(BookCommand command)
    {
        _clock = Math.Min(_clock, command.Time);
        return BookReason.None;
    }

    private BookReason At(long time)
    {
        if (time <= _clock) return BookReason.None;
        _clock = time;
        while (true)
        {
            var due = _orders
                .Where(order => order.TimeInForce == TimeInForce.Gtd && order.ExpireAt <= time)
                .Where(order => order.Place != OrderPlace.Taking)
                .OrderBy(order => order.ExpireAt).ThenBy(order => order.Sequence).FirstOrDefault();
            if (due is null) return BookReason.None;
            End(due, BookEventKind.Expired, BookReason.None);
        }
    }

    private BookReason New(BookCommand command)
    {
        var reason = Refusal(command);
        if (reason != BookReason.None) return reason;
        var order = Enter(command);
        At(command.Time);
        if (!_orders.Contains(order)) return BookReason.None;
        if (order.TimeInForce == TimeInForce.Gtd && order.ExpireAt <= _clock) End(order, BookEventKind.Expired, BookReason.None);
        else TakeOrWait(order);
        return BookReason.None;
    }

    private ReferenceOrder Enter(BookCommand command)
    {
        var order = new ReferenceOrder
        {
            Id = command.OrderId,
            Account = command.Account,
            Side = command.Spec.Side,
            Type = command.Spec.Type,
            TimeInForce = command.Spec.TimeInForce,
            Prevention = command.Spec.Instructions.SelfTradePrevention,
            PostOnly = command.Spec.Instructions.PostOnly,
            Price = HasLimit(command.Spec.Type) || command.Spec.Type == OrderType.Market ? command.Spec.Price : 0,
            StopPrice = command.Spec.Type is OrderType.Stop or OrderType.StopLimit ? command.Spec.StopPrice : 0,
            Displayed = command.Spec.Quantity,
            Peak = command.Spec.DisplayQuantity,
            ExpireAt = command.Spec.ExpireAt,
            Amount = command.Spec.Amount,
            ByAmount = command.Spec.Amount != 0,
            CashLimit = command.Spec.CashLimit,
            TrailAmount = command.Spec.TrailAmount,
            TrailBasisPoints = command.Spec.TrailBasisPoints,
            Sequence = ++_sequence,
            Place = OrderPlace.Taking,
        };
        order.Slice();
        if (order.Type == OrderType.TrailingStop) order.StopPrice = Trailed(order);
        if (command.LinkedOrderId != 0) Link(order, Find(command.LinkedOrderId)!);
        _orders.Add(order);
        _events.Add(new BookEvent
        {
            Kind = BookEventKind.Accepted,
            Side = order.Side,
            Account = order.Account,
            OrderId = order.Id,
            Price = order.Price,
            Quantity = command.Spec.Quantity,
            Remaining = command.Spec.Quantity,
        });
        if (command.TakeProfitId != 0)
            order.TakeProfit = Hold(order, command.TakeProfitId, OrderType.Limit, command.TakeProfitPrice);
        if (command.StopLossId != 0) order.StopLoss = Hold(order, command.StopLossId, OrderType.Stop, command.StopLossPrice);
        if (order.TakeProfit is not null && order.StopLoss is not null) Link(order.TakeProfit, order.StopLoss);
        return order;
    }

    private ReferenceOrder Hold(ReferenceOrder entry, long id, OrderType type, long price)
    {
        var exit = new ReferenceOrder
        {
            Id = id,
            Account = entry.Account,
            Side = entry.Side == Side.Buy ? Side.Sell : Side.Buy,
            Type = type,
            TimeInForce = entry.TimeInForce == TimeInForce.Day ? TimeInForce.Day : TimeInForce.Gtc,
            Prevention = entry.Prevention,
            Price = type == OrderType.Limit ? price : 0,
            StopPrice = type == OrderType.Stop ? price : 0,
            Sequence = ++_sequence,
            Place = OrderPlace.Held,
            Entry = entry,
        };
        _orders.Add(exit);
        Tell(exit, BookEventKind.Held, 0, price: price, counter: entry.Id);
        return exit;
    }

    private static void Link(ReferenceOrder one, ReferenceOrder other) => (one.Pair, other.Pair) = (other, one);

    private BookReason Cancel(BookCommand command)
    {
        if (Owned(command) is null) return BookReason.NotOpen;
        At(command.Time);
        var reason = command.Reason == BookReason.None ? BookReason.Requested : command.Reason;
        if (command.Reason != BookReason.None) _linked = command.Reason;
        if (Owned(command) is { } order) End(order, BookEventKind.Canceled, reason);
        _linked = BookReason.Linked;
        return BookReason.None;
    }

    private BookReason Reduce(BookCommand command)
    {
        var order = Owned(command);
        if (order is null) return BookReason.NotOpen;
        if (command.Spec.Quantity <= 0) return BookReason.InvalidQuantity;
        if (order.ByAmount || order.Place == OrderPlace.Held) return BookReason.InvalidOrder;
        At(command.Time);
        order = Owned(command);
        if (order is null) return BookReason.None;
        if (command.Spec.Quantity < order.Remaining) TakeOff(order, command.Spec.Quantity, BookReason.Requested);
        else End(order, BookEventKind.Canceled, BookReason.Requested);
        return BookReason.None;
    }

    private BookReason Replace(BookCommand command)
    {
        var order = Owned(command);
        if (order is null) return BookReason.NotOpen;
        if (Session is SessionState.Halted or SessionState.Closed) return BookReason.Session;
        if (order.ByAmount || order.Place == OrderPlace.Held) return BookReason.InvalidOrder;
        if (command.Spec.Quantity is <= 0 or > BookLimits.QuantityBound) return BookReason.InvalidQuantity;
        if (order.Peak > 0 && command.Spec.Quantity / order.Peak >= BookLimits.PeakBound) return BookReason.InvalidQuantity;
        if (HasLimit(order.Type) && !IsPrice(command.Spec.Price)) return BookReason.InvalidPrice;
        if (order.Place == OrderPlace.Waiting && !IsPrice(command.Spec.StopPrice)) return BookReason.InvalidPrice;
        if (command.NewOrderId < 0) return BookReason.InvalidOrder;
        var id = command.NewOrderId != 0 ? command.NewOrderId : order.Id;
        if (id != order.Id && Find(id) is not null) return BookReason.DuplicateOrder;

        At(command.Time);
        order = Owned(command);
        if (order is null) return BookReason.None;
        var samePrice = !HasLimit(order.Type) || command.Spec.Price == order.Price;
        var sameStop = order.Place != OrderPlace.Waiting || command.Spec.StopPrice == order.StopPrice;
        var kept = samePrice && sameStop && command.Spec.Quantity < order.Remaining;
        order.Id = id;
        if (kept)
        {
            Shrink(order, order.Remaining - command.Spec.Quantity);
        }
        else
        {
            if (HasLimit(order.Type)) order.Price = command.Spec.Price;
            if (order.Place == OrderPlace.Waiting) order.StopPrice = command.Spec.StopPrice;
            (order.Displayed, order.Hidden) = (command.Spec.Quantity, 0);
            order.Slice();
            order.Sequence = ++_sequence;
            order.Place = OrderPlace.Taking;
        }
        _events.Add(EventOf(order, BookEventKind.Replaced, order.Remaining) with
        {
            OrderId = command.OrderId,
            CounterOrderId = id,
            Price = HasLimit(order.Type) ? order.Price : order.StopPrice,
            KeptPriority = kept,
        });
        if (!kept) TakeOrWait(order);
        return BookReason.None;
    }

    private ReferenceOrder? Find(long id) => _orders.Find(order => order.Id == id);

    private ReferenceOrder? Owned(BookCommand command) =>
        Find(command.OrderId) is { } order && (command.Account == OrderBook.AnyAccount || command.Account == order.Account)
            ? order
            : null;

    private static BookEvent EventOf(ReferenceOrder order, BookEventKind kind, long quantity) => new()
    {
        Kind = kind,
        Side = order.Side,
        Account = order.Account,
        OrderId = order.Id,
        Price = order.Price,
        Quantity = quantity,
        Remaining = order.Remaining,
    };

    private void Tell(ReferenceOrder order, BookEventKind kind, long quantity, long? price = null, long counter = 0) =>
        _events.Add(EventOf(order, kind, quantity) with { Price = price ?? order.Price, CounterOrderId = counter });

    private void TellOfStop(ReferenceOrder order, BookEventKind kind)
    {
        var lots = order.ByAmount ? order.Amount / order.StopPrice : order.Remaining;
        _events.Add(EventOf(order, kind, lots) with { Price = order.StopPrice, Remaining = lots });
    }

    private static bool HasLimit(OrderType type) => type is OrderType.Limit or OrderType.StopLimit;

    private static bool IsPrice(long price) => Math.Abs(price) <= BookLimits.PriceBound;
}
