namespace TradingOps.Engine.Books;

// Stops: waiting, following the last trade, being elected, and taking their turn.
public sealed partial class OrderBook
{
    private long[] _electedSequences = [];
    private int[] _electedSlots = [];
    private int _elected;
    private bool _electionDue;
    private int _pendingFirst = -1;
    private int _pendingLast = -1;

    /// <summary>A stop whose price has been reached takes part at once; any other waits.</summary>
    private void TakeOrWait(int slot, BookEventBuffer events)
    {
        ref var order = ref _orders[slot];
        if (Session != SessionState.Open || !IsReached(order))
        {
            Wait(slot, events);
            return;
        }
        Elect(ref order);
        Take(slot, events);
    }

    private bool IsReached(in BookOrder order)
    {
        if (!_hasLastPrice) return false;
        var stop = _orders.TermsOf(order).StopPrice;
        return order.Side == Side.Buy ? stop <= _lastPrice : stop >= _lastPrice;
    }

    private static void Elect(ref BookOrder order) => order.Instructions = order.Instructions with
    {
        Type = order.Type == OrderType.StopLimit ? OrderType.Limit : OrderType.Market,
    };

    /// <summary>
    /// Gives every order that the trades of this command elected its turn: first in, first out; orders that they elect go to
    /// the back. One pass, without recursion, whatever the length of the cascade.
    /// </summary>
    private void RunPending(BookEventBuffer events)
    {
        while (true)
        {
            if (_electionDue && Session == SessionState.Open) HoldElection(events);
            var slot = _pendingFirst;
            if (slot < 0) return;
            ref var order = ref _orders[slot];
            var wasElected = order.Place == OrderPlace.Elected;
            Detach(slot);
            if (wasElected)
            {
                EmitStop(events, order, BookEventKind.Triggered);
                Elect(ref order);
                Take(slot, events);
            }
            else if (order.Type.Waits())
            {
                TakeOrWait(slot, events);
            }
            else
            {
                Take(slot, events);
            }
        }
    }

    /// <summary>Moves trailing stops and lines up the stops that the last trade reached, in order of arrival.</summary>
    private void HoldElection(BookEventBuffer events)
    {
        _electionDue = false;
        if (_buyStops.Best < 0 && _sellStops.Best < 0) return;
        if (_trailing.Count > 0) Trail(events);
        _elected = 0;
        CollectReached(_buyStops);
        CollectReached(_sellStops);
        if (_elected > 1) Array.Sort(_electedSequences, _electedSlots, 0, _elected);
        for (var i = 0; i < _elected; i++) LinkPending(_electedSlots[i]);
    }

    private void CollectReached(PriceLadder stops)
    {
        while (stops.Best >= 0 && stops[stops.Best].Key <= (_lastPrice ^ stops.Mask))
        {
            var slot = stops[stops.Best].Head;
            LeaveStops(slot);
            ref var order = ref _orders[slot];
            order.Place = OrderPlace.Elected;
            if (_elected == _electedSlots.Length)
            {
                Array.Resize(ref _electedSlots, Math.Max(16, 2 * _elected));
                Array.Resize(ref _electedSequences, _electedSlots.Length);
            }
            _electedSlots[_elected] = slot;
            _electedSequences[_elected++] = _orders.TermsOf(order).Sequence;
        }
    }

    private void Trail(BookEventBuffer events)
    {
        for (var slot = _trailing.First; slot >= 0; slot = _trailing.Next(slot))
        {
            ref var order = ref _orders[slot];
            ref var terms = ref _orders.TermsOf(order);
            var stop = TrailedPrice(order.Side, terms);
            if (order.Side == Side.Buy ? stop >= terms.StopPrice : stop <= terms.StopPrice) continue;
            MoveStop(slot, stop);
            EmitStop(events, order, BookEventKind.Trailed);
        }
    }

    private void MoveStop(int slot, long stop)
    {
        ref var order = ref _orders[slot];
        var ladder = StopSide(order.Side);
        Unlink(ladder, slot);
        if (ladder[order.Level].Count == 0) ladder.Remove(order.Level);
        _orders.TermsOf(order).StopPrice = stop;
        Link(ladder, ladder.FindOrAdd(stop), slot);
    }

    /// <summary>Where a trailing stop belongs at the present last price.</summary>
    private long TrailedPrice(Side side, in OrderTerms terms)
    {
        var distance = terms.TrailAmount;
        // At least a tick, so that a stop never lies on the trade that it follows.
        if (distance == 0) distance = Math.Max(1, Math.Abs(_lastPrice) * terms.TrailBasisPoints / 10_000);
        var stop = side == Side.Buy ? _lastPrice + distance : _lastPrice - distance;
        return Math.Clamp(stop, -BookLimits.PriceBound, BookLimits.PriceBound);
    }

    private void LinkPending(int slot)
    {
        ref var order = ref _orders[slot];
        order.Next = -1;
        order.Previous = _pendingLast;
        if (_pendingLast >= 0) _orders[_pendingLast].Next = slot;
        else _pendingFirst = slot;
        _pendingLast = slot;
    }

    private void UnlinkPending(int slot)
    {
        ref var order = ref _orders[slot];
        if (order.Previous >= 0) _orders[order.Previous].Next = order.Next;
        else _pendingFirst = order.Next;
        if (order.Next >= 0) _orders[order.Next].Previous = order.Previous;
        else _pendingLast = order.Previous;
    }
}
