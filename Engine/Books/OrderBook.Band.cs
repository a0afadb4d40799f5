using System.Runtime.CompilerServices;

namespace TradingOps.Engine.Books;

// The price band: nothing trades outside it. An order that would stands at its edge, and that is the limit state.
public sealed partial class OrderBook
{
    private long _bandLow = -BookLimits.PriceBound;
    private long _bandHigh = BookLimits.PriceBound;
    private LimitState _limitState;

    /// <summary>Lowest price that may trade, in ticks.</summary>
    public long BandLow => _bandLow;

    /// <summary>Highest price that may trade, in ticks.</summary>
    public long BandHigh => _bandHigh;

    /// <summary>Reference of the band in ticks; null before the first band.</summary>
    public long? BandReference { get; private set; }

    /// <summary>The side of the quote that stands at the edge of the band, since an order was repriced to it.</summary>
    public LimitState LimitState => _limitState;

    private BookReason SetBand(in BookCommand command, BookEventBuffer events)
    {
        var isBounded = IsBound(command.BandLow) && IsBound(command.BandHigh) && IsBound(command.Spec.Price);
        if (!isBounded || command.BandLow > command.BandHigh) return BookReason.InvalidPrice;
        MoveClock(command.Time, events);
        UseBand(command);
        if (_limitState != LimitState.None) LeaveLimitState(events);
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
        if (!isBeyond || !order.Type.RestsAtLimit(order.TimeInForce) || !IsPrice(edge))
        {
            Remove(slot, BookEventKind.Canceled, BookReason.PriceBand, events);
            return false;
        }
        order.Price = edge;
        Emit(events, order, BookEventKind.Repriced, order.Remaining);
        var state = isBuy ? LimitState.BuyersPush : LimitState.SellersPush;
        if (state == _limitState) return true;
        _limitState = state;
        ref var entered = ref events.Add();
        entered.Kind = BookEventKind.LimitStateEntered;
        entered.Side = order.Side;
        return true;
    }

    /// <summary>Whether the quote that stood at the edge of the band still does, or another one of its side.</summary>
    private bool HasLimitQuote() => _limitState == LimitState.BuyersPush
        ? BestBid >= _bandHigh
        : BestAsk <= _bandLow;

    private void LeaveLimitState(BookEventBuffer events)
    {
        _limitState = LimitState.None;
        events.Add().Kind = BookEventKind.LimitStateLeft;
    }
}
