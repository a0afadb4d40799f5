namespace TradingOps.Engine.Books;

// Linked orders: pairs of which one cancels the other, and brackets whose exits wait for their entry.
public sealed partial class OrderBook
{
    /// <summary>Pairs of live orders.</summary>
    private int _pairs;

    /// <summary>Why linked orders end with another: for what ended that one, where a breaker did.</summary>
    private BookReason _linkedReason = BookReason.Linked;

    private BookReason ValidateLinks(in BookCommand command)
    {
        var hasExits = (command.TakeProfitId | command.StopLossId) != 0;
        if (command.LinkedOrderId != 0)
        {
            if (hasExits || command.SpecInPlace.Type.MustTradeNow(command.SpecInPlace.TimeInForce))
                return BookReason.InvalidOrder;
            var other = _index.Find(command.LinkedOrderId);
            if (other < 0 || _orders[other].Account != command.Account) return BookReason.NotOpen;
            return IsLinked(other) ? BookReason.InvalidOrder : BookReason.None;
        }
        return hasExits ? ValidateExits(command) : BookReason.None;
    }

    private BookReason ValidateExits(in BookCommand command)
    {
        if (command.SpecInPlace.Type.Waits() || command.TakeProfitId < 0 || command.StopLossId < 0)
            return BookReason.InvalidOrder;
        var hasBoth = command.TakeProfitId != 0 && command.StopLossId != 0;
        if (command.TakeProfitId != 0 && !IsPrice(command.TakeProfitPrice)) return BookReason.InvalidPrice;
        if (command.StopLossId != 0 && !IsPrice(command.StopLossPrice)) return BookReason.InvalidPrice;
        if (hasBoth && command.TakeProfitPrice > command.StopLossPrice != (command.SpecInPlace.Side == Side.Buy))
            return BookReason.InvalidPrice;
        if (command.TakeProfitId == command.StopLossId || command.TakeProfitId == command.OrderId
            || command.StopLossId == command.OrderId)
        {
            return BookReason.DuplicateOrder;
        }
        if (command.TakeProfitId != 0 && _index.Find(command.TakeProfitId) >= 0) return BookReason.DuplicateOrder;
        if (command.StopLossId != 0 && _index.Find(command.StopLossId) >= 0) return BookReason.DuplicateOrder;
        return HasRoomFor(command, hasBoth ? 3 : 2) ? BookReason.None : BookReason.BookFull;
    }

    private bool IsLinked(int slot)
    {
        ref var order = ref _orders[slot];
        if (order.Terms < 0) return false;
        ref var terms = ref _orders.TermsOf(order);
        return terms.Pair >= 0 || terms.Entry >= 0 || terms.TakeProfit >= 0 || terms.StopLoss >= 0;
    }

    private void Pair(int slot, int other)
    {
        _orders.AllocateTerms(other).Pair = slot;
        _orders.AllocateTerms(slot).Pair = other;
        _pairs++;
    }

    /// <summary>Keeps the exits of a bracket ready; they get their quantity when the entry is done.</summary>
    private void HoldExits(int slot, in BookCommand command, BookEventBuffer? events)
    {
        if ((command.TakeProfitId | command.StopLossId) == 0) return;
        int takeProfit = -1, stopLoss = -1;
        if (command.TakeProfitId != 0)
            takeProfit = Hold(slot, command.ToTakeProfit(), events);
        if (command.StopLossId != 0)
            stopLoss = Hold(slot, command.ToStopLoss(), events);
        ref var terms = ref _orders.TermsOf(_orders[slot]);
        terms.TakeProfit = takeProfit;
        terms.StopLoss = stopLoss;
        if (takeProfit >= 0 && stopLoss >= 0) Pair(takeProfit, stopLoss);
    }

    private int Hold(int entrySlot, in BookCommand exit, BookEventBuffer? events)
    {
        var slot = Create(exit);
        ref var order = ref _orders[slot];
        order.Place = OrderPlace.Held;
        ref var terms = ref _orders.AllocateTerms(slot);
        terms.Sequence = _sequence;
        terms.Entry = entrySlot;
        _index.Add(order.Id, slot);
        var price = order.Type == OrderType.Limit ? order.Price : terms.StopPrice;
        if (events is null) return slot;
        ref var emitted = ref Emit(events, order, BookEventKind.Held, 0);
        emitted.Price = price;
        emitted.CounterOrderId = _orders[entrySlot].Id;
        return slot;
    }

    /// <summary>Counts a fill of an order with terms and takes it off the order that it is paired with.</summary>
    private void FilledSpecial(int slot, long quantity, BookEventBuffer? events)
    {
        ref var terms = ref _orders.TermsOf(_orders[slot]);
        terms.Filled += quantity;
        // A replay finds the effect on the other order among the events.
        if (terms.Pair < 0 || events is null) return;
        var pair = terms.Pair;
        if (_orders[pair].Remaining > quantity) TakeOff(pair, quantity, BookReason.Linked, events);
        else if (!HasNoQuantity(pair)) CancelPairOf(slot, events);
    }

    private void CancelPairOf(int slot, BookEventBuffer events)
    {
        var pair = BreakPair(slot);
        if (pair >= 0) Remove(pair, BookEventKind.Canceled, _linkedReason, events);
    }

    /// <summary>Ends a pair without touching the orders; the other one, or -1 without a pair.</summary>
    private int BreakPair(int slot)
    {
        ref var terms = ref _orders.TermsOf(_orders[slot]);
        var pair = terms.Pair;
        if (pair < 0) return -1;
        terms.Pair = -1;
        _orders.TermsOf(_orders[pair]).Pair = -1;
        _pairs--;
        return pair;
    }

    /// <summary>
    /// Releases an order with terms; what it was linked with follows it, unless a replay brings that as events.
    /// </summary>
    private void LeaveLinks(int slot, BookEventBuffer? events)
    {
        var pair = BreakPair(slot);
        ref var order = ref _orders[slot];
        var terms = _orders.TermsOf(order);
        if (terms.ExpiryPosition >= 0) _expiries.Remove(slot);
        if (terms.Entry >= 0) ForgetExit(terms.Entry, slot);
        if (terms.TakeProfit >= 0) _orders.TermsOf(_orders[terms.TakeProfit]).Entry = -1;
        if (terms.StopLoss >= 0) _orders.TermsOf(_orders[terms.StopLoss]).Entry = -1;
        if (order.Hidden > 0) Hide(ref order, 0);
        _orders.Release(slot);
        if (events is null) return;

        if (pair >= 0) Remove(pair, BookEventKind.Canceled, _linkedReason, events);
        if (terms.Filled > 0)
        {
            if (terms.TakeProfit >= 0) Activate(terms.TakeProfit, terms.Filled, events);
            if (terms.StopLoss >= 0) Activate(terms.StopLoss, terms.Filled, events);
        }
        else if (terms.TakeProfit >= 0 || terms.StopLoss >= 0)
        {
            // The exits are a pair: the second goes with the first.
            var first = terms.TakeProfit >= 0 ? terms.TakeProfit : terms.StopLoss;
            Remove(first, BookEventKind.Canceled, _linkedReason, events);
        }
    }

    private void ForgetExit(int entrySlot, int exitSlot)
    {
        ref var terms = ref _orders.TermsOf(_orders[entrySlot]);
        if (terms.TakeProfit == exitSlot) terms.TakeProfit = -1;
        if (terms.StopLoss == exitSlot) terms.StopLoss = -1;
    }

    private void Activate(int slot, long quantity, BookEventBuffer events)
    {
        ref var order = ref _orders[slot];
        order.Displayed = quantity;
        order.Place = OrderPlace.Activated;
        LinkPending(slot);
        Emit(events, order, BookEventKind.Activated, quantity);
    }
}
