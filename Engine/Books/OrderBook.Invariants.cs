namespace TradingOps.Engine.Books;

// What must be true of a book between two commands.
public sealed partial class OrderBook
{
    /// <summary>Checks the whole book. Takes time in proportion to the number of open orders.</summary>
    /// <exception cref="InvalidOperationException">Something is broken; the message says what.</exception>
    public void ValidateInvariants()
    {
        Check(_pendingFirst < 0 && _pendingLast < 0 && _taking < 0, "an order is still taking");
        Check(Session != SessionState.Open || !IsCrossed, "the book is crossed");
        Check(_index.Count == _orders.Count, $"{_index.Count} ids of {_orders.Count} orders");
        var resting = ValidateLadder(_bids) + ValidateLadder(_asks);
        var last = (int)TriggerPrice.Last;
        var watchingLast = ValidateLadder(_rising[last]) + ValidateLadder(_falling[last]);
        var waiting = _rising.Concat(_falling).Sum(ValidateLadder);
        Check(waiting == _waiting, $"{_waiting} waiting orders of {waiting}");
        var watchingQuote = waiting - watchingLast - ValidateLadder(_rising[ForClose]) - ValidateLadder(_falling[ForClose]);
        Check(watchingQuote == _quoteWatchers, $"{_quoteWatchers} of {watchingQuote} orders watch the quote");
        var queued = resting + waiting;
        var peaks = 0L;
        int used = 0, held = 0, expiring = 0, withTerms = 0, paired = 0, trailing = 0;
        for (var slot = 0; slot < _orders.Bound; slot++)
        {
            ref var order = ref _orders[slot];
            if (order.Place == OrderPlace.Free) continue;
            used++;
            Check(_index.Find(order.Id) == slot, $"order {order.Id} is not found by its id");
            Check(order.Place is OrderPlace.Resting or OrderPlace.Waiting or OrderPlace.Held, $"order {order.Id} is nowhere");
            if (order.Place == OrderPlace.Held) held++;
            if (order.TimeInForce == TimeInForce.Gtd) expiring++;
            if (order.Type == OrderType.TrailingStop) trailing++;
            if (order.Terms < 0) continue;
            withTerms++;
            peaks += HiddenPeaks(order);
            if (TermsAt(slot).Pair >= 0) paired++;
            ValidateLinksOf(slot);
        }
        Check(used == _orders.Count, $"{used} slots of {_orders.Count} orders");
        Check(queued + held == used, $"{queued} queued and {held} held of {used} orders");
        Check(expiring == _expiries.Count, $"{_expiries.Count} expiries of {expiring} orders");
        Check(withTerms == _orders.TermsCount, $"{_orders.TermsCount} terms of {withTerms} orders");
        Check(peaks == _hiddenPeaks, $"{_hiddenPeaks} hidden peaks of {peaks}");
        Check(paired == 2 * _pairs, $"{_pairs} pairs of {paired} orders");
        Check(trailing == _trailing.Count, $"{_trailing.Count} trailing stops of {trailing}");
        ValidateTrailing();
        Check(_expiries.Count == 0 || _expiries.Next > _clock, "an order is open after its time");
    }

    private int ValidateLadder(PriceLadder ladder)
    {
        int orders = 0, levels = 0;
        for (var at = ladder.Best; at >= 0; at = ladder.Next(at))
        {
            levels++;
            ref var level = ref ladder[at];
            var next = ladder.Next(at);
            Check(next < 0 || ladder[next].Key > level.Key, $"the level behind {ladder.PriceOf(at)} is better");
            Check(ladder.Find(ladder.PriceOf(at)) == at, $"level {ladder.PriceOf(at)} is not found by its price");
            orders += ValidateLevel(ladder, at);
        }
        Check(levels == ladder.Count, $"{ladder.Count} levels of {levels}");
        return orders;
    }

    private int ValidateLevel(PriceLadder ladder, int at)
    {
        var place = ladder == _bids || ladder == _asks ? OrderPlace.Resting : OrderPlace.Waiting;
        ref var level = ref ladder[at];
        var price = ladder.PriceOf(at);
        long displayed = 0, hidden = 0;
        int count = 0, concealed = 0, previous = -1;
        for (var slot = level.Head; slot >= 0; slot = _orders[slot].Next)
        {
            ref var order = ref _orders[slot];
            var home = place == OrderPlace.Resting ? BookSide(order.Side) : StopsOf(order);
            Check(order.Place == place && home == ladder && order.Level == at, $"order {order.Id} is in the wrong queue");
            Check(order.Previous == previous, $"the queue of {price} is broken at order {order.Id}");
            var own = place == OrderPlace.Resting ? order.Price : TermsAt(slot).StopPrice;
            Check(own == price, $"order {order.Id} is at {price}, not at {own}");
            Check(order.Displayed > 0 || (order.Terms >= 0 && IsByAmount(order)), $"order {order.Id} shows {order.Displayed}");
            Check(order.Hidden >= 0, $"order {order.Id} hides {order.Hidden}");
            Check(place != OrderPlace.Resting || order.Type == OrderType.Limit, $"order {order.Id} rests as {order.Type}");
            if (place == OrderPlace.Waiting && Session == SessionState.Open && order.TimeInForce != TimeInForce.Cls)
                Check(!IsReached(order), $"stop {order.Id} was reached and waits");
            var isHidden = order.Instructions.Hidden && place == OrderPlace.Resting;
            Check(isHidden || concealed == 0, $"order {order.Id} is shown behind one that is hidden");
            if (isHidden && concealed++ == 0)
                Check(_hidden[(order.Side, at)].First == slot, $"order {order.Id} is not known as the first hidden one");
            displayed += isHidden ? 0 : order.Displayed;
            hidden += isHidden ? order.Displayed : order.Hidden;
            count++;
            previous = slot;
        }
        Check(count > 0 && count == level.Count, $"level {price} has {count} orders, not {level.Count}");
        Check(level.Tail == previous, $"the queue of {price} does not end where it should");
        Check(displayed == level.Quantity && hidden == level.Hidden, $"level {price} has {displayed} and {hidden} lots");
        if (place == OrderPlace.Resting)
        {
            var known = _hidden.GetValueOrDefault((ladder == _bids ? Side.Buy : Side.Sell, at)).Count;
            Check(known == concealed, $"level {price} has {concealed} hidden orders, not {known}");
        }
        return count;
    }

    private void ValidateLinksOf(int slot)
    {
        ref var terms = ref TermsAt(slot);
        var id = _orders[slot].Id;
        Check(terms.Pair < 0 || TermsAt(terms.Pair).Pair == slot, $"the pair of order {id} does not know it");
        Check(terms.TakeProfit < 0 || TermsAt(terms.TakeProfit).Entry == slot, $"the profit of order {id} does not know it");
        Check(terms.StopLoss < 0 || TermsAt(terms.StopLoss).Entry == slot, $"the loss of order {id} does not know it");
        Check(terms.Entry >= 0 || _orders[slot].Place != OrderPlace.Held, $"order {id} is held without an entry");
        Check(terms.Given == 0 || terms.Given == terms.Filled || (terms.TakeProfit < 0 && terms.StopLoss < 0),
            $"the exits of order {id} have {terms.Given} of {terms.Filled} lots");
        ValidateReducing(slot);
    }

    /// <summary>Reduce-only orders ask for no more than the position; a pair counts once.</summary>
    private void ValidateReducing(int slot)
    {
        ref var order = ref _orders[slot];
        if (!order.Instructions.ReduceOnly) return;
        Check(_reducing.TryGet(order.Account, out var position, out var slots) && slots.Contains(slot),
            $"reduce-only order {order.Id} is not among those of its account");
        Check(order.Side == Side.Buy ? position < 0 : position > 0, $"order {order.Id} reduces nothing");
        var asked = slots.Where(s => TermsAt(s).Pair is var pair && (pair < s || !slots.Contains(pair)))
            .Sum(s => TermsAt(s).Pair is >= 0 and var pair && slots.Contains(pair)
                ? Math.Max(_orders[s].Remaining, _orders[pair].Remaining)
                : _orders[s].Remaining);
        Check(asked <= Math.Abs(position), $"reduce-only orders ask for {asked} of {position}");
    }

    private void ValidateTrailing()
    {
        var count = 0;
        var last = long.MinValue;
        for (var slot = _trailing.First; slot >= 0; slot = _trailing.Next(slot), count++)
        {
            Check(TermsAt(slot).Sequence > last, $"trailing stop {_orders[slot].Id} came earlier than the one before it");
            last = TermsAt(slot).Sequence;
        }
        Check(count == _trailing.Count, $"{_trailing.Count} trailing stops, {count} in their list");
    }

    private static void Check(bool holds, string what)
    {
        if (!holds) throw new InvalidOperationException($"The order book is broken: {what}.");
    }
}
