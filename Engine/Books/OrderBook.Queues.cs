using System.Runtime.CompilerServices;

namespace TradingOps.Engine.Books;

// Into and out of the queues of prices and stop prices.
public sealed partial class OrderBook
{
    /// <summary>Puts what is open of an order at the back of its price.</summary>
    private void Rest(int slot, BookEventBuffer events)
    {
        PlaceInBook(slot);
        ref var order = ref _orders[slot];
        Emit(events, order, BookEventKind.Rested, order.Instructions.Hidden ? 0 : order.Displayed);
        if (order.Terms >= 0) GiveToExits(slot, events);
    }

    private void PlaceInBook(int slot)
    {
        ref var order = ref _orders[slot];
        var ladder = BookSide(order.Side);
        order.Place = OrderPlace.Resting;
        var level = ladder.FindOrAdd(order.Price);
        if (order.Instructions.Hidden) LinkHidden(ladder, level, slot);
        else LinkShown(ladder, level, slot);
        _index.Add(order.Id, slot);
        if (order.Terms < 0) return;
        StartExpiry(slot);
        // It took part.
        _orders.TermsOf(order).MinQuantity = 0;
    }

    /// <summary>Puts a stop order at the back of its stop price.</summary>
    private void Wait(int slot, BookEventBuffer events)
    {
        PlaceInStops(slot);
        EmitStop(events, _orders[slot], BookEventKind.Waiting);
    }

    private void PlaceInStops(int slot)
    {
        ref var order = ref _orders[slot];
        var ladder = StopsOf(order);
        order.Place = OrderPlace.Waiting;
        _waiting++;
        if (order.Instructions.Trigger != TriggerPrice.Last) _quoteWatchers++;
        Link(ladder, ladder.FindOrAdd(_orders.TermsOf(order).StopPrice), slot);
        _index.Add(order.Id, slot);
        if (order.Type == OrderType.TrailingStop) _trailing.Add(slot);
        StartExpiry(slot);
    }

    private void StartExpiry(int slot)
    {
        ref var order = ref _orders[slot];
        if (order.TimeInForce == TimeInForce.Gtd && _orders.TermsOf(order).ExpiryPosition < 0) _expiries.Add(slot);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Link(PriceLadder ladder, int levelSlot, int slot)
    {
        ref var level = ref ladder[levelSlot];
        ref var order = ref _orders[slot];
        order.Level = levelSlot;
        order.Next = -1;
        order.Previous = level.Tail;
        if (level.Tail >= 0) _orders[level.Tail].Next = slot;
        else level.Head = slot;
        level.Tail = slot;
        level.Count++;
        level.Quantity += order.Displayed;
        level.Hidden += order.Hidden;
    }

    /// <summary>Takes an order out of its level and leaves the level, even if it is empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Unlink(PriceLadder ladder, int slot)
    {
        ref var order = ref _orders[slot];
        ref var level = ref ladder[order.Level];
        if (order.Previous >= 0) _orders[order.Previous].Next = order.Next;
        else level.Head = order.Next;
        if (order.Next >= 0) _orders[order.Next].Previous = order.Previous;
        else level.Tail = order.Previous;
        level.Count--;
        level.Quantity -= order.Displayed;
        level.Hidden -= order.Hidden;
    }

    /// <summary>Takes an order out of whatever queue it is in and out of the index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Detach(int slot)
    {
        ref var order = ref _orders[slot];
        if (order.Place != OrderPlace.Resting)
        {
            DetachUnpriced(slot);
            return;
        }
        var ladder = BookSide(order.Side);
        if (order.Instructions.Hidden) ForgetHidden(ladder, slot);
        Unlink(ladder, slot);
        if (ladder[order.Level].Count == 0) ladder.Remove(order.Level);
        _index.Remove(order.Id);
        order.Place = OrderPlace.Taking;
    }

    private void DetachUnpriced(int slot)
    {
        ref var order = ref _orders[slot];
        switch (order.Place)
        {
            case OrderPlace.Waiting:
                LeaveStops(slot);
                break;
            case OrderPlace.Elected or OrderPlace.Activated:
                UnlinkPending(slot);
                break;
            case OrderPlace.Held:
                break;
            default:
                return;
        }
        _index.Remove(order.Id);
        order.Place = OrderPlace.Taking;
    }

    private void LeaveStops(int slot)
    {
        ref var order = ref _orders[slot];
        var ladder = StopsOf(order);
        Unlink(ladder, slot);
        if (ladder[order.Level].Count == 0) ladder.Remove(order.Level);
        if (order.Type == OrderType.TrailingStop) _trailing.Remove(slot);
        _waiting--;
        if (order.Instructions.Trigger != TriggerPrice.Last) _quoteWatchers--;
    }

    /// <summary>Ends an order that is open, wherever it is.</summary>
    private void Remove(int slot, BookEventKind kind, BookReason reason, BookEventBuffer events)
    {
        Detach(slot);
        ref var order = ref _orders[slot];
        order.Place = OrderPlace.Free;
        ref var emitted = ref Emit(events, order, kind, order.Remaining);
        emitted.Reason = reason;
        emitted.Remaining = 0;
        Leave(slot, events);
    }

    /// <summary>Releases an order that is in no queue any more, and does what its links ask for.</summary>
    private void Leave(int slot, BookEventBuffer? events)
    {
        if (_orders[slot].Terms >= 0) LeaveLinks(slot, events);
        else _orders.Release(slot);
    }

    /// <summary>Takes lots off an open order; hidden ones first. Its priority stays.</summary>
    private void TakeOff(int slot, long quantity, BookReason reason, BookEventBuffer events)
    {
        Shrink(slot, quantity);
        ref var order = ref _orders[slot];
        Emit(events, order, BookEventKind.Reduced, quantity).Reason = reason;
    }

    private void Shrink(int slot, long quantity)
    {
        ref var order = ref _orders[slot];
        var hidden = Math.Min(quantity, order.Hidden);
        var displayed = quantity - hidden;
        if (hidden > 0) Hide(ref order, order.Hidden - hidden);
        order.Displayed -= displayed;
        if (order.Place is not (OrderPlace.Resting or OrderPlace.Waiting)) return;
        var ladder = order.Place == OrderPlace.Resting ? BookSide(order.Side) : StopsOf(order);
        ref var level = ref ladder[order.Level];
        level.Hidden -= hidden;
        level.Quantity -= displayed;
        if (order.Place == OrderPlace.Resting && order.Instructions.Hidden) MoveToHidden(ref level, -displayed);
    }
}
