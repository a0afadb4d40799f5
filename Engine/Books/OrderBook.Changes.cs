namespace TradingOps.Engine.Books;

// Cancel, reduce and replace.
public sealed partial class OrderBook
{
    private BookReason Cancel(in BookCommand command, BookEventBuffer events)
    {
        var slot = FindOwned(command);
        if (slot < 0) return BookReason.NotOpen;
        if (command.Time > _clock)
        {
            MoveClock(command.Time, events);
            // It may have expired at that very moment; its Expired event then answers the cancel.
            slot = FindOwned(command);
        }
        if (slot >= 0 && command.Reason == BookReason.None)
            Remove(slot, BookEventKind.Canceled, BookReason.Requested, events);
        else if (slot >= 0)
            CancelFor(command.Reason, slot, events);
        if (MayElect) RunPending(events);
        return BookReason.None;
    }

    /// <summary>Cancels an order, and those that end with it, for a breaker.</summary>
    private void CancelFor(BookReason reason, int slot, BookEventBuffer events)
    {
        _linkedReason = reason;
        Remove(slot, BookEventKind.Canceled, reason, events);
        _linkedReason = BookReason.Linked;
    }

    private BookReason Reduce(in BookCommand command, BookEventBuffer events)
    {
        var slot = FindOwned(command);
        if (slot < 0) return BookReason.NotOpen;
        if (command.SpecInPlace.Quantity <= 0) return BookReason.InvalidQuantity;
        if (HasNoQuantity(slot)) return BookReason.InvalidOrder;
        MoveClock(command.Time, events);
        slot = FindOwned(command);
        if (slot >= 0 && command.SpecInPlace.Quantity < _orders[slot].Remaining)
            TakeOff(slot, command.SpecInPlace.Quantity, BookReason.Requested, events);
        else if (slot >= 0)
            Remove(slot, BookEventKind.Canceled, BookReason.Requested, events);
        RunPending(events);
        return BookReason.None;
    }

    private BookReason Replace(in BookCommand command, BookEventBuffer events)
    {
        var slot = FindOwned(command);
        if (slot < 0) return BookReason.NotOpen;
        var reason = ValidateReplace(slot, command);
        if (reason != BookReason.None) return reason;
        MoveClock(command.Time, events);
        slot = FindOwned(command);
        if (slot >= 0) ReplaceLive(slot, command, events);
        if (MayElect) RunPending(events);
        return BookReason.None;
    }

    private void ReplaceLive(int slot, in BookCommand command, BookEventBuffer events)
    {
        var kept = KeepsPriority(slot, command);
        ReplaceTerms(slot, command, kept);
        ref var order = ref _orders[slot];
        ref var emitted = ref Emit(events, order, BookEventKind.Replaced, order.Remaining);
        emitted.OrderId = command.OrderId;
        emitted.CounterOrderId = order.Id;
        if (!order.Type.HasLimit()) emitted.Price = PriceWhileWaiting(slot);
        emitted.KeptPriority = kept;
        if (kept || !MayStillTake(slot, events)) return;
        // Where it does not wait any more, no other event has its new stop price.
        if (order.Type.Waits() && IsElectedNow(order)) EmitStop(events, order, BookEventKind.Triggered);
        Begin(slot, events);
    }

    /// <summary>Of an order without a limit: the price that takes the most, its worst or its stop price.</summary>
    private long PriceWhileWaiting(int slot)
    {
        var (worst, stop) = (_orders[slot].Price, TermsAt(slot).StopPrice);
        return worst == 0 ? stop : Math.Max(worst, stop);
    }

    private BookReason ValidateReplace(int slot, in BookCommand command)
    {
        ref var order = ref _orders[slot];
        if (Session == SessionState.Halted) return BookReason.Session;
        if (HasNoQuantity(slot)) return BookReason.InvalidOrder;
        ref readonly var spec = ref command.SpecInPlace;
        if (spec.Quantity <= 0 || spec.Quantity > _limits.MaxQuantity) return BookReason.InvalidQuantity;
        if (order.Terms >= 0 && _orders.TermsOf(order).DisplayQuantity is var peak and > 0)
        {
            if (spec.Quantity / peak >= BookLimits.PeakBound) return BookReason.InvalidQuantity;
            var more = PeaksIn(Math.Max(0, spec.Quantity - peak), peak) - HiddenPeaks(order);
            if (more > 0 && !HasRoomFor(0, more)) return BookReason.BookFull;
        }
        if (!IsOwner(command.Owner)) return BookReason.InvalidOrder;
        if (order.Type == OrderType.TrailingStop ? spec.Price is < 0 or > BookLimits.PriceBound
            : (order.Type.HasLimit() || spec.Price != 0) && !IsPrice(spec.Price))
            return BookReason.InvalidPrice;
        if (spec.HasTrail)
        {
            if (order.Type != OrderType.TrailingStop) return BookReason.InvalidOrder;
            var reason = ValidateTrail(spec);
            if (reason != BookReason.None) return reason;
        }
        else if (WaitsForPrice(order) && !IsPrice(spec.StopPrice))
        {
            return BookReason.InvalidPrice;
        }
        if (command.NewOrderId < 0) return BookReason.InvalidOrder;
        var renamed = command.NewOrderId != 0 && command.NewOrderId != command.OrderId;
        return renamed && _index.Find(command.NewOrderId) >= 0 ? BookReason.DuplicateOrder : BookReason.None;
    }

    private bool KeepsPriority(int slot, in BookCommand command)
    {
        ref var order = ref _orders[slot];
        var samePrice = !order.Type.HasLimit() || command.SpecInPlace.Price == order.Price;
        var sameStop = !WaitsForPrice(order)
            || (!command.SpecInPlace.HasTrail && command.SpecInPlace.StopPrice == _orders.TermsOf(order).StopPrice);
        return samePrice && sameStop && command.SpecInPlace.Quantity < order.Remaining;
    }

    /// <summary>Changes the order in place, or takes it out of its queue with its new terms so that it enters again.</summary>
    private void ReplaceTerms(int slot, in BookCommand command, bool kept)
    {
        ref var order = ref _orders[slot];
        FollowOwner(order.Account, command.Owner);
        var id = command.NewOrderId != 0 ? command.NewOrderId : order.Id;
        if (kept)
        {
            Shrink(slot, order.Remaining - command.SpecInPlace.Quantity);
            if (id == order.Id) return;
            _index.Remove(order.Id);
            order.Id = id;
            _index.Add(id, slot);
            return;
        }
        var wasWaiting = WaitsForPrice(order);
        Detach(slot);
        order.Id = id;
        if (order.Hidden > 0) Hide(ref order, 0);
        order.Displayed = command.SpecInPlace.Quantity;
        // That of a trailing stop is where its stop price puts it.
        if (order.Type != OrderType.TrailingStop) order.Price = command.SpecInPlace.Price;
        _sequence++;
        if (order.Terms < 0) return;
        ref var terms = ref _orders.TermsOf(order);
        if (terms.ExpiryPosition >= 0) _expiries.Remove(slot);
        terms.Sequence = _sequence;
        if (wasWaiting) MoveWaiting(ref order, ref terms, command.SpecInPlace);
        if (order.TimeInForce == TimeInForce.Cls) terms.StopPrice = order.Price;
        if (order.Instructions.ReduceOnly) _reducing.MoveToEnd(slot);
        if (terms.DisplayQuantity > 0) Slice(ref order);
    }

    private static bool WaitsForPrice(in BookOrder order) =>
        order.Place == OrderPlace.Waiting && order.TimeInForce != TimeInForce.Cls;

    /// <summary>The stop price, trail and worst price of an order that waits, from a command.</summary>
    private void MoveWaiting(ref BookOrder order, ref OrderTerms terms, in OrderSpec spec)
    {
        var stop = spec.StopPrice;
        if (spec.HasTrail)
        {
            (terms.TrailAmount, terms.TrailBasisPoints) = (spec.TrailAmount, spec.TrailBasisPoints);
            stop = TrailedPrice(order.Side, terms);
        }
        SetStop(ref order, stop);
        if (order.Type == OrderType.TrailingStop && spec.Price != 0) PutWorst(ref order, stop, spec.Price);
    }

    /// <summary>The live order of a command if the command may touch it, or -1.</summary>
    private int FindOwned(in BookCommand command)
    {
        var slot = _index.Find(command.OrderId);
        if (slot < 0 || _orders[slot].Account == command.Account || command.Account == AnyAccount) return slot;
        return -1;
    }

    /// <summary>A held exit gets its quantity from its entry; a stop by cash amount has none.</summary>
    private bool HasNoQuantity(int slot)
    {
        ref var order = ref _orders[slot];
        return order.Place == OrderPlace.Held || (order.Terms >= 0 && IsByAmount(order));
    }
}
