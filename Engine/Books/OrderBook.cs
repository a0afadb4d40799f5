using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TradingOps.Engine.Books;

/// <summary>
/// The order book of one instrument and its matching: price-time priority, integer prices, deterministic, no clock and no I/O.
/// </summary>
/// <remarks>
/// Not safe for use by two threads at once. Malformed commands are refused with a reason, an exception is a bug. Nothing is
/// allocated a command once the pools have grown to the size that the book needs.
/// </remarks>
public sealed partial class OrderBook
{
    /// <summary>In <see cref="BookCommand.Account"/> of Cancel, Reduce and Replace: any owner.</summary>
    public const int AnyAccount = -1;

    private readonly BookLimits _limits;
    private readonly OrderPool _orders;
    private readonly OrderIndex _index;
    private readonly ExpiryQueue _expiries;
    private readonly TrailingStops _trailing;
    private readonly PriceLadder _bids = new(highestFirst: true);
    private readonly PriceLadder _asks = new(highestFirst: false);
    private readonly PriceLadder[] _sides;
    private readonly ReduceOnlyOrders _reducing;

    private long _clock = long.MinValue;
    private long _sequence;
    private long _lastPrice;
    private bool _hasLastPrice;

    /// <summary>An empty book in an open session, without a price band.</summary>
    /// <param name="limits">What the book accepts at most; <see cref="BookLimits.Default"/> when left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is beyond its bound.</exception>
    public OrderBook(BookLimits? limits = null)
    {
        _limits = limits ?? BookLimits.Default;
        // Within these, no sum of the book can overflow.
        ArgumentOutOfRangeException.ThrowIfLessThan(_limits.MinPrice, -BookLimits.PriceBound, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_limits.MaxPrice, BookLimits.PriceBound, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_limits.MaxQuantity, BookLimits.QuantityBound, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_limits.MaxOpenOrders, BookLimits.OrderBound, nameof(limits));
        _orders = new OrderPool(_limits.InitialOrders);
        _index = new OrderIndex(_limits.InitialOrders);
        _expiries = new ExpiryQueue(_orders);
        _trailing = new TrailingStops(_orders);
        _reducing = new ReduceOnlyOrders(_orders);
        _sides = [_bids, _asks];
    }

    /// <summary>What the book accepts at most.</summary>
    public BookLimits Limits => _limits;

    /// <summary>Best bid in ticks, null without one.</summary>
    public long? BestBid => BestShown(_bids);

    /// <summary>Best ask in ticks, null without one.</summary>
    public long? BestAsk => BestShown(_asks);

    /// <summary>Price of the last trade in ticks, or what a feed set it to; null before the first.</summary>
    public long? LastPrice => _hasLastPrice ? _lastPrice : null;

    /// <summary>Lots of the last trade; 0 before the first.</summary>
    public long LastQuantity { get; private set; }

    /// <summary>Live orders, waiting stops and held exits included.</summary>
    public int OpenOrders => _orders.Count;

    /// <summary>The session state.</summary>
    public SessionState Session { get; private set; }

    /// <summary>Events so far, refusals apart: the number of the last event that changed the book.</summary>
    public long EventSequence { get; private set; }

    /// <summary>
    /// Carries out one command and appends what it causes to <paramref name="events"/>.
    /// </summary>
    /// <returns>
    /// <see cref="BookReason.None"/> when the command was accepted; else why it was refused, which is also in the only event.
    /// An accepted order may still end at once, for example as <see cref="BookReason.FillOrKill"/>: that is in its events.
    /// </returns>
    public BookReason Apply(in BookCommand command, BookEventBuffer events)
    {
        var before = events.Count;
        var reason = command.Kind switch
        {
            BookCommandKind.New => Enter(command, events),
            BookCommandKind.Cancel => Cancel(command, events),
            BookCommandKind.Reduce => Reduce(command, events),
            BookCommandKind.Replace => Replace(command, events),
            BookCommandKind.AdvanceTime => AdvanceTime(command, events),
            BookCommandKind.SetSession => SetSession(command, events),
            BookCommandKind.SetBand => SetBand(command, events),
            BookCommandKind.SetLastPrice => SetLastPrice(command, events),
            BookCommandKind.SetClockBack => SetClockBack(command),
            BookCommandKind.MovePosition => MovePosition(command, events),
            BookCommandKind.BustTrade => BustTrade(command, events),
            _ => BookReason.InvalidOrder,
        };
        if (reason == BookReason.None)
        {
            if (_isLimitDue || _limitState != LimitState.None) FollowLimitState(events);
            EventSequence += events.Count - before;
            return BookReason.None;
        }
        ref var emitted = ref events.Add();
        emitted.Kind = BookEventKind.Rejected;
        emitted.Reason = reason;
        emitted.Side = command.SpecInPlace.Side;
        emitted.Account = command.Account;
        emitted.OrderId = command.OrderId;
        emitted.Price = command.SpecInPlace.Price;
        emitted.Quantity = command.SpecInPlace.Quantity;
        return reason;
    }

    /// <summary>Without a branch: which side comes next is nothing that a processor could guess.</summary>
    private PriceLadder BookSide(Side side) => Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_sides), (int)side);

    private BookReason SetClockBack(in BookCommand command)
    {
        _clock = Math.Min(_clock, command.Time);
        return BookReason.None;
    }

    /// <summary>Expires what is due. Exits that this activates take their turn when the command itself is through.</summary>
    private void MoveClock(long time, BookEventBuffer events)
    {
        if (time <= _clock) return;
        _clock = time;
        while (_expiries.Next <= time) Remove(_expiries.First, BookEventKind.Expired, BookReason.None, events);
    }

    private BookReason AdvanceTime(in BookCommand command, BookEventBuffer events)
    {
        MoveClock(command.Time, events);
        RunPending(events);
        return BookReason.None;
    }

    private BookReason SetLastPrice(in BookCommand command, BookEventBuffer events)
    {
        if (!IsPrice(command.SpecInPlace.Price)) return BookReason.InvalidPrice;
        MoveClock(command.Time, events);
        _lastPrice = command.SpecInPlace.Price;
        _hasLastPrice = true;
        _electionDue = true;
        RunPending(events);
        return BookReason.None;
    }
}
