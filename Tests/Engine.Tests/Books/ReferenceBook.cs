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
    private Dictionary<int, long> _positions = [];
    private readonly Dictionary<int, long> _owners = [];
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
        .ThenBy(order => order.IsHidden)
        .ThenBy(order => order.Position);

    /// <summary>Resting orders of one side that the book shows.</summary>
    public IEnumerable<ReferenceOrder> Shown(Side side) => Resting(side).Where(order => !order.IsHidden);

    /// <summary>
    /// Waiting orders of one side: by what they watch, those for a rise before those for a fall, nearest first.
    /// </summary>
    public IEnumerable<ReferenceOrder> Waiting(Side side) => Waiting().Where(order => order.Side == side);

    private IOrderedEnumerable<ReferenceOrder> Waiting() => _orders
        .Where(order => order.Place == OrderPlace.Waiting)
        .OrderBy(order => order.IsForClose).ThenBy(order => order.Trigger).ThenBy(order => !order.Rises)
        .ThenBy(order => order.Rises ? order.StopPrice : -order.StopPrice)
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
            FollowLimitState();
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
        FollowOwner(command.Account, command.Owner);
        var order = Enter(command);
        At(command.Time);
        if (!_orders.Contains(order)) return BookReason.None;
        if (order.TimeInForce == TimeInForce.Gtd && order.ExpireAt <= _clock)
        {
            End(order, BookEventKind.Expired, BookReason.None);
            return BookReason.None;
        }
        if (order.ReduceOnly) Trim(order.Account);
        if (!_orders.Contains(order)) return BookReason.None;
        if (command.Spec.Instructions.Class == OrderClass.Oco) Activate(order.Pair!, order.Remaining);
        TakeOrWait(order);
        return BookReason.None;
    }

    private void FollowOwner(int account, long owner)
    {
        if (owner == OrderBook.NoOwner) _owners.Remove(account);
        else if (owner != 0) _owners[account] = owner;
    }

    private ReferenceOrder Enter(BookCommand command)
    {
        var order = new ReferenceOrder
        {
            Id = command.OrderId,
            Account = command.Account,
            Instructions = command.Spec.Instructions,
            Type = command.Spec.Type,
            Price = command.Spec.Price,
            StopPrice = HasStop(command.Spec.Type) ? command.Spec.StopPrice
                : command.Spec.TimeInForce == TimeInForce.Cls ? command.Spec.Price : 0,
            MinQuantity = command.Spec.MinQuantity,
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
        if (order.Type == OrderType.Market) RestAtWorst(order);
        if (order.Type == OrderType.TrailingStop)
        {
            order.StopPrice = Trailed(order);
            // The highest that its account has reserved.
            if (order.Side == Side.Buy && command.Spec.StopPrice != 0)
                order.StopPrice = Math.Min(order.StopPrice, command.Spec.StopPrice);
            var distance = order.Side == Side.Buy ? order.Price : -order.Price;
            if (distance != 0) order.Price = Worst(order, order.StopPrice + distance);
        }
        if (order.ReduceOnly) _positions.TryAdd(order.Account, command.Position);
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
            order.TakeProfit = Hold(order, command.TakeProfitId, OrderType.Limit, command.Spec.TakeProfitPrice, 0);
        if (command.StopLossId == 0) return order;
        var (limit, stop) = (command.Spec.StopLossLimit, command.Spec.StopLossPrice);
        order.StopLoss = limit != 0
            ? Hold(order, command.StopLossId, OrderType.StopLimit, limit, stop)
            : Hold(order, command.StopLossId, OrderType.Stop, command.Spec.StopLossWorst, stop);
        if (order.TakeProfit is not null) Link(order.TakeProfit, order.StopLoss);
        if (command.Spec.Instructions.Class != OrderClass.Oco) return order;
        // No entry: a pair.
        Link(order, order.StopLoss);
        (order.StopLoss.Entry, order.StopLoss) = (null, null);
        return order;
    }

    private ReferenceOrder Hold(ReferenceOrder entry, long id, OrderType type, long price, long stop)
    {
        var isPair = entry.Instructions.Class == OrderClass.Oco;
        var exit = new ReferenceOrder
        {
            Id = id,
            Account = entry.Account,
            Instructions = new(
                isPair == (entry.Side == Side.Buy) ? Side.Buy : Side.Sell, type,
                entry.TimeInForce == TimeInForce.Day ? TimeInForce.Day : TimeInForce.Gtc, entry.Prevention)
            {
                ReduceOnly = isPair && entry.ReduceOnly,
                RestsAtWorst = type == OrderType.Stop && entry.Instructions.RestsAtWorst,
            },
            Type = type,
            Price = price,
            StopPrice = stop,
            Sequence = ++_sequence,
            Place = OrderPlace.Held,
            Entry = entry,
        };
        _orders.Add(exit);
        Tell(exit, BookEventKind.Held, 0, price: price != 0 ? price : stop, counter: entry.Id);
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

    private BookReason ReplaceRefusal(ReferenceOrder order, BookCommand command)
    {
        if (Session == SessionState.Halted) return BookReason.Session;
        if (order.ByAmount || order.Place == OrderPlace.Held) return BookReason.InvalidOrder;
        if (command.Spec.Quantity is <= 0 or > BookLimits.QuantityBound) return BookReason.InvalidQuantity;
        if (order.Peak > 0 && command.Spec.Quantity / order.Peak >= BookLimits.PeakBound) return BookReason.InvalidQuantity;
        if (command.Owner is < -1 or > 0 and <= int.MaxValue) return BookReason.InvalidOrder;
        if ((HasLimit(order.Type) || command.Spec.Price != 0) && !IsPrice(command.Spec.Price)) return BookReason.InvalidPrice;
        if (order.Type == OrderType.TrailingStop && command.Spec.Price < 0) return BookReason.InvalidPrice;
        var trails = command.Spec.TrailAmount != 0 || command.Spec.TrailBasisPoints != 0;
        if (trails && order.Type != OrderType.TrailingStop) return BookReason.InvalidOrder;
        if (trails && TrailRefusal(command) is not BookReason.None and var wrong) return wrong;
        if (!trails && order.WaitsForPrice && !IsPrice(command.Spec.StopPrice)) return BookReason.InvalidPrice;
        if (command.NewOrderId < 0) return BookReason.InvalidOrder;
        var id = command.NewOrderId != 0 ? command.NewOrderId : order.Id;
        if (id != order.Id && Find(id) is not null) return BookReason.DuplicateOrder;
        return BookReason.None;
    }

    private BookReason Replace(BookCommand command)
    {
        var order = Owned(command);
        if (order is null) return BookReason.NotOpen;
        if (ReplaceRefusal(order, command) is not BookReason.None and var refusal) return refusal;
        var trails = command.Spec.TrailAmount != 0 || command.Spec.TrailBasisPoints != 0;
        var id = command.NewOrderId != 0 ? command.NewOrderId : order.Id;

        At(command.Time);
        order = Owned(command);
        if (order is null) return BookReason.None;
        var samePrice = !HasLimit(order.Type) || command.Spec.Price == order.Price;
        var sameStop = !order.WaitsForPrice || (!trails && command.Spec.StopPrice == order.StopPrice);
        var kept = samePrice && sameStop && command.Spec.Quantity < order.Remaining;
        order.Id = id;
        FollowOwner(order.Account, command.Owner);
        if (kept)
        {
            Shrink(order, order.Remaining - command.Spec.Quantity);
        }
        else
        {
            if (order.Type != OrderType.TrailingStop) order.Price = command.Spec.Price;
            if (trails)
            {
                (order.TrailAmount, order.TrailBasisPoints) = (command.Spec.TrailAmount, command.Spec.TrailBasisPoints);
                MoveStop(order, Trailed(order));
            }
            else if (order.IsForClose)
            {
                order.StopPrice = order.Price;
            }
            else if (order.Place == OrderPlace.Waiting)
            {
                MoveStop(order, command.Spec.StopPrice);
            }
            if (order.Place == OrderPlace.Waiting && order.Type == OrderType.TrailingStop && command.Spec.Price != 0)
            {
                var distance = order.Side == Side.Buy ? command.Spec.Price : -command.Spec.Price;
                order.Price = Worst(order, order.StopPrice + distance);
            }
            (order.Displayed, order.Hidden) = (command.Spec.Quantity, 0);
            order.Slice();
            order.Sequence = ++_sequence;
            order.Place = OrderPlace.Taking;
        }
        _events.Add(EventOf(order, BookEventKind.Replaced, order.Remaining) with
        {
            OrderId = command.OrderId,
            CounterOrderId = id,
            Price = HasLimit(order.Type) ? order.Price
                : order.Price == 0 ? order.StopPrice : Math.Max(order.Price, order.StopPrice),
            KeptPriority = kept,
        });
        if (kept) return BookReason.None;
        if (order.ReduceOnly) Trim(order.Account);
        if (!_orders.Contains(order)) return BookReason.None;
        if (order.IsStop && Session == SessionState.Open && IsReached(order)) TellOfStop(order, BookEventKind.Triggered);
        TakeOrWait(order);
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

    private static bool HasLimit(OrderType type) =>
        type is OrderType.Limit or OrderType.StopLimit or OrderType.LimitIfTouched;

    private static bool HasStop(OrderType type) =>
        type is OrderType.Stop or OrderType.StopLimit or OrderType.MarketIfTouched or OrderType.LimitIfTouched;

    private static bool IsPrice(long price) => Math.Abs(price) <= BookLimits.PriceBound;
}
