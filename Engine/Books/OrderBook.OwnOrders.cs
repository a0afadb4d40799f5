namespace TradingOps.Engine.Books;

// Self-trade prevention in an auction: what an owner must not trade with itself goes before the price is computed.
public sealed partial class OrderBook
{
    // All empty between commands; they keep their memory.
    private readonly List<(long Owner, long Id, int Slot)> _meeting = [];
    private readonly PriorityQueue<int, (long Key, long Id)>[] _ownOrders = [new(), new()];
    private readonly Dictionary<int, long> _ownLots = [];
    private readonly List<OwnPrevention> _preventions = [];
    private readonly Dictionary<(Side Side, int Level), long> _preventedLots = [];

    /// <summary>Takes off what an owner would trade with itself.</summary>
    private void PreventOwnTrades(BookEventBuffer events)
    {
        PlanPreventions();
        foreach (var (slot, id, lots, ends) in _preventions)
        {
            // One that was linked with another is gone with it, or has less left.
            if (_index.Find(id) != slot || _orders[slot].Place != OrderPlace.Resting) continue;
            if (!ends && lots < _orders[slot].Remaining) TakeOff(slot, lots, BookReason.SelfTrade, events);
            else Remove(slot, BookEventKind.Canceled, BookReason.SelfTrade, events);
        }
        ForgetPreventions();
    }

    /// <summary>
    /// Notes what goes if the orders of each owner that meet in price come one by one, in the order of their ids, and only
    /// among themselves: the instruction of the later one wins, as that of a taker does.
    /// </summary>
    private void PlanPreventions()
    {
        if (!IsCrossed) return;
        CollectMeeting(_bids, _asks.PriceOf(_asks.Best) ^ _bids.Mask);
        CollectMeeting(_asks, _bids.PriceOf(_bids.Best) ^ _asks.Mask);
        _meeting.Sort();
        var last = -1L;
        foreach (var (owner, id, slot) in _meeting)
        {
            if (owner != last) ForgetOwnOrders();
            last = owner;
            PlanPrevention(slot, id);
        }
        _meeting.Clear();
        ForgetOwnOrders();
    }

    private void ForgetPreventions()
    {
        _preventions.Clear();
        _preventedLots.Clear();
    }

    private void ForgetOwnOrders()
    {
        foreach (var orders in _ownOrders) orders.Clear();
        _ownLots.Clear();
    }

    private void CollectMeeting(PriceLadder ladder, long lastKey)
    {
        for (var at = ladder.Best; at >= 0 && ladder[at].Key <= lastKey; at = ladder.Next(at))
            for (var slot = ladder[at].Head; slot >= 0; slot = _orders[slot].Next)
                _meeting.Add((GroupOf(_orders[slot].Account), _orders[slot].Id, slot));
    }

    private void PlanPrevention(int slot, long id)
    {
        ref var order = ref _orders[slot];
        var instruction = order.Instructions.SelfTradePrevention;
        var earlier = _ownOrders[1 - (int)order.Side];
        var limit = order.Price ^ (order.Side == Side.Buy ? _asks : _bids).Mask;
        var left = order.Remaining;
        while (instruction != SelfTradePrevention.None && earlier.TryPeek(out var other, out var place) && place.Key <= limit)
        {
            var otherLeft = _ownLots[other];
            if (instruction == SelfTradePrevention.CancelNewest)
            {
                Plan(slot, left, ends: true);
                return;
            }
            if (instruction == SelfTradePrevention.Decrement && otherLeft > left)
            {
                Plan(other, left, ends: false);
                _ownLots[other] = otherLeft - left;
                Plan(slot, left, ends: true);
                return;
            }
            earlier.Dequeue();
            var isDecremented = instruction == SelfTradePrevention.Decrement && otherLeft < left;
            if (isDecremented) Plan(slot, otherLeft, ends: false);
            if (isDecremented) left -= otherLeft;
            Plan(other, otherLeft, ends: true);
            if (isDecremented || instruction == SelfTradePrevention.CancelOldest) continue;
            Plan(slot, left, ends: true);
            return;
        }
        _ownLots[slot] = left;
        _ownOrders[(int)order.Side].Enqueue(slot, (order.Price ^ BookSide(order.Side).Mask, id));
    }

    private void Plan(int slot, long lots, bool ends)
    {
        ref var order = ref _orders[slot];
        _preventions.Add(new(slot, order.Id, lots, ends));
        var level = (order.Side, order.Level);
        _preventedLots[level] = _preventedLots.GetValueOrDefault(level) + lots;
    }

    private long PreventedLots(PriceLadder ladder, int level) =>
        _preventedLots.GetValueOrDefault((ladder == _bids ? Side.Buy : Side.Sell, level));

    /// <summary>What is taken off an order; all that is left of it if it ends.</summary>
    private readonly record struct OwnPrevention(int Slot, long Id, long Lots, bool Ends);
}
