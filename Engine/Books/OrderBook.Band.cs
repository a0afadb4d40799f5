using System.Runtime.CompilerServices;

namespace TradingOps.Engine.Books;

// The price band: nothing trades outside it, and the book reports an order that would.
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

    /// <summary>Whether an order pushes against the band.</summary>
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

    /// <summary>The next trade of a taker would lie outside the band: what is left of it is canceled.</summary>
    private void StopAtBand(int slot, BookEventBuffer events)
    {
        ref var order = ref _orders[slot];
        var state = order.Side == Side.Buy ? LimitState.BuyersPush : LimitState.SellersPush;
        if (state != _limitState)
        {
            _limitState = state;
            ref var entered = ref events.Add();
            entered.Kind = BookEventKind.LimitStateEntered;
            entered.Side = order.Side;
        }
        Remove(slot, BookEventKind.Canceled, BookReason.PriceBand, events);
    }

    private void LeaveLimitState(BookEventBuffer events)
    {
        _limitState = LimitState.None;
        events.Add().Kind = BookEventKind.LimitStateLeft;
    }
}
