using System.Runtime.CompilerServices;

namespace TradingOps.Engine.Books;

// The price band: nothing trades outside it, and no order rests through it. A quote at its edge is the limit state.
public sealed partial class OrderBook
{
    private long _bandLow = -BookLimits.PriceBound;
    private long _bandHigh = BookLimits.PriceBound;
    private LimitState _limitState;

    /// <summary>A quote may have come to the edge of the band in this command.</summary>
    private bool _isLimitDue;

    /// <summary>Lowest price that may trade, in ticks.</summary>
    public long BandLow => _bandLow;

    /// <summary>Highest price that may trade, in ticks.</summary>
    public long BandHigh => _bandHigh;

    /// <summary>Whether there is a band.</summary>
    public bool IsBanded => _bandLow > -BookLimits.PriceBound || _bandHigh < BookLimits.PriceBound;

    /// <summary>Reference of the band in ticks; null before the first band.</summary>
    public long? BandReference { get; private set; }

    /// <summary>The side of the quote that stands at the edge of the band, if one does.</summary>
    public LimitState LimitState => _limitState;

    private BookReason SetBand(in BookCommand command, BookEventBuffer events)
    {
        var isBounded = IsBound(command.BandLow) && IsBound(command.BandHigh) && IsBound(command.Spec.Price);
        if (!isBounded || command.BandLow > command.BandHigh) return BookReason.InvalidPrice;
        MoveClock(command.Time, events);
        UseBand(command);
        _isLimitDue = true;
        RunPending(events);
        return BookReason.None;
    }

    private void UseBand(in BookCommand command)
    {
        _bandLow = command.BandLow;
        _bandHigh = command.BandHigh;
        BandReference = command.Spec.Price;
    }

    private static bool IsBound(long price) => price is >= -BookLimits.PriceBound and <= BookLimits.PriceBound;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsInBand(long price) => price >= _bandLow && price <= _bandHigh;

    /// <summary>
    /// The next trade of a taker would lie outside the band. What may rest is repriced to the edge of the band; anything else
    /// that is left is canceled, and so is an order that would meet the quotes of the other side at the edge.
    /// </summary>
    /// <returns>True if the caller rests the order.</returns>
    private bool StandAtBand(int slot, long price, BookEventBuffer events)
    {
        ref var order = ref _orders[slot];
        var isBuy = order.Side == Side.Buy;
        var edge = isBuy ? _bandHigh : _bandLow;
        var isBeyond = isBuy ? price > edge : price < edge;
        if (isBeyond && order.Type.RestsAtLimit(order.TimeInForce) && IsPrice(edge)) return true;
        Remove(slot, BookEventKind.Canceled, BookReason.PriceBand, events);
        return false;
    }

    /// <summary>
    /// An order is about to rest at the edge of the band or through it: it may become the quote there. One through the band is
    /// repriced to its edge.
    /// </summary>
    private void ReachBand(int slot, BookEventBuffer events)
    {
        ref var order = ref _orders[slot];
        var edge = order.Side == Side.Buy ? _bandHigh : _bandLow;
        if (order.Price != edge && IsPrice(edge))
        {
            order.Price = edge;
            Emit(events, order, BookEventKind.Repriced, order.Remaining);
        }
        _isLimitDue = true;
    }

    /// <summary>The limit state begins and ends with the quote at the edge of the band, while the book trades.</summary>
    private void FollowLimitState(BookEventBuffer events)
    {
        _isLimitDue = false;
        var isOpen = Session == SessionState.Open;
        if (_limitState != LimitState.None)
        {
            if (isOpen && IsQuotedAtEdge(_limitState)) return;
            _limitState = LimitState.None;
            events.Add().Kind = BookEventKind.LimitStateLeft;
        }
        if (!isOpen) return;
        _limitState = IsQuotedAtEdge(LimitState.BuyersPush) ? LimitState.BuyersPush
            : IsQuotedAtEdge(LimitState.SellersPush) ? LimitState.SellersPush
            : LimitState.None;
        if (_limitState == LimitState.None) return;
        ref var entered = ref events.Add();
        entered.Kind = BookEventKind.LimitStateEntered;
        entered.Side = _limitState == LimitState.BuyersPush ? Side.Buy : Side.Sell;
    }

    private bool IsQuotedAtEdge(LimitState side) => side == LimitState.BuyersPush
        ? BestBid >= _bandHigh
        : BestAsk <= _bandLow;
}
