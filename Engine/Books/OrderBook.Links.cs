namespace TradingOps.Engine.Books;

// Linked orders: pairs, and exits. One order of a pair cancels the other; an exit grows with the fills of its entry.
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
            if (hasExits || command.SpecInPlace.Type.MustTradeNow(command.SpecInPlace.TimeInForce)
                || command.SpecInPlace.Instructions.Class == OrderClass.Oco)
            {
                return BookReason.InvalidOrder;
            }
            var other = _index.Find(command.LinkedOrderId);
            if (other < 0 || _orders[other].Account != command.Account) return BookReason.NotOpen;
            return IsLinked(other) ? BookReason.InvalidOrder : BookReason.None;
        }
        if (hasExits) return ValidateExits(command);
        return command.SpecInPlace.Instructions.Class == OrderClass.Oco ? BookReason.InvalidOrder : BookReason.None;
    }

    private BookReason ValidateExits(in BookCommand command)
    {
        ref readonly var spec = ref command.SpecInPlace;
        if (spec.Type.Waits() || command.TakeProfitId < 0 || command.StopLossId < 0) return BookReason.InvalidOrder;
        var isPair = spec.Instructions.Class == OrderClass.Oco;
        if (isPair && (!spec.Type.RestsAtLimit(spec.TimeInForce) || command.TakeProfitId != 0)) return BookReason.InvalidOrder;
        var hasBoth = command.TakeProfitId != 0 && command.StopLossId != 0;
        if (command.TakeProfitId != 0 && !IsPrice(spec.TakeProfitPrice)) return BookReason.InvalidPrice;
        if (command.StopLossId != 0 && !IsLossExit(spec)) return BookReason.InvalidPrice;
        if (hasBoth && spec.TakeProfitPrice > spec.StopLossPrice != (spec.Side == Side.Buy)) return BookReason.InvalidPrice;
        if (isPair && spec.Price > spec.StopLossPrice != (spec.Side == Side.Sell)) return BookReason.InvalidPrice;
        if (command.TakeProfitId == command.StopLossId || command.TakeProfitId == command.OrderId
            || command.StopLossId == command.OrderId)
        {
            return BookReason.DuplicateOrder;
        }
        if (command.TakeProfitId != 0 && _index.Find(command.TakeProfitId) >= 0) return BookReason.DuplicateOrder;
        if (command.StopLossId != 0 && _index.Find(command.StopLossId) >= 0) return BookReason.DuplicateOrder;
        return HasRoomFor(command, hasBoth ? 3 : 2) ? BookReason.None : BookReason.BookFull;
    }

    private bool IsLossExit(in OrderSpec spec) => IsPrice(spec.StopLossPrice)
        && (spec.StopLossLimit == 0 || IsPrice(spec.StopLossLimit)) && (spec.StopLossWorst == 0 || IsPrice(spec.StopLossWorst));

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

    /// <summary>
    /// Keeps the exits of an entry ready; they get their quantity as the entry trades. The other order of a pair gets it at once.
    /// </summary>
    private void HoldExits(int slot, in BookCommand command, BookEventBuffer? events)
    {
        if ((command.TakeProfitId | command.StopLossId) == 0) return;
        int takeProfit = -1, stopLoss = -1;
        if (command.TakeProfitId != 0)
            takeProfit = Hold(slot, command.ToTakeProfit(), events);
        if (command.StopLossId != 0)
            stopLoss = Hold(slot, command.ToStopLoss(), events);
        if (command.SpecInPlace.Instructions.Class == OrderClass.Oco)
        {
            TermsAt(stopLoss).Entry = -1;
            Pair(slot, stopLoss);
            return;
        }
        ref var terms = ref TermsAt(slot);
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
        var price = order.Price != 0 ? order.Price : terms.StopPrice;
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

    /// <summary>After a fill of a resting order with terms.</summary>
    private void FilledResting(int slot, long quantity, BookEventBuffer? events)
    {
        ref var order = ref _orders[slot];
        // The trade took them off what the level shows.
        if (order.Instructions.Hidden) MoveToHidden(ref BookSide(order.Side)[order.Level], -quantity);
        FilledSpecial(slot, quantity, events);
        if (events is not null && _orders[slot].Remaining > 0) GiveToExits(slot, events);
    }

    /// <summary>Gives the exits of an entry what it traded since the last time.</summary>
    private void GiveToExits(int slot, BookEventBuffer events)
    {
        var terms = TermsAt(slot);
        if (terms.TakeProfit < 0 && terms.StopLoss < 0) return;
        TermsAt(slot).Given = terms.Filled;
        GiveToExits(terms, events);
    }

    private void GiveToExits(in OrderTerms terms, BookEventBuffer events)
    {
        var lots = terms.Filled - terms.Given;
        if (lots == 0) return;
        if (terms.TakeProfit >= 0) Activate(terms.TakeProfit, lots, events);
        if (terms.StopLoss >= 0) Activate(terms.StopLoss, lots, events);
    }

    /// <summary>
    /// Parts orders that would trade with what they are linked with: the other of a pair is canceled, and so is an exit that
    /// meets its entry.
    /// </summary>
    /// <returns>False if they are not linked, and nothing changed.</returns>
    private bool PartLinked(int slot, int other, BookEventBuffer events)
    {
        ref var terms = ref TermsAt(slot);
        if (terms.Pair == other)
        {
            CancelPairOf(slot, events);
            return true;
        }
        var isExit = terms.TakeProfit == other || terms.StopLoss == other;
        if (!isExit && terms.Entry != other) return false;
        Remove(other, BookEventKind.Canceled, BookReason.Linked, events);
        return true;
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
        if (order.Instructions.ReduceOnly) _reducing.Remove(slot);
        var isFilled = order.Remaining == 0 && terms.Filled > 0;
        _orders.Release(slot);
        if (events is null) return;

        if (pair >= 0) Remove(pair, BookEventKind.Canceled, _linkedReason, events);
        // The position is closed: nothing more shall be opened.
        if (terms.Entry >= 0 && isFilled) Remove(terms.Entry, BookEventKind.Canceled, BookReason.Linked, events);
        if (terms.Filled > 0)
        {
            GiveToExits(terms, events);
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

    /// <summary>Gives an exit lots; one that is in a queue already goes to its back.</summary>
    private void Activate(int slot, long quantity, BookEventBuffer events)
    {
        ref var order = ref _orders[slot];
        Extend(slot, quantity);
        if (order.Place is not (OrderPlace.Activated or OrderPlace.Elected))
        {
            order.Place = OrderPlace.Activated;
            LinkPending(slot);
        }
        Emit(events, order, BookEventKind.Activated, quantity);
    }

    /// <summary>Makes an exit larger, and takes it out of the queue that it is in.</summary>
    private void Extend(int slot, long quantity)
    {
        ref var order = ref _orders[slot];
        if (order.Place is OrderPlace.Resting or OrderPlace.Waiting)
        {
            Detach(slot);
            _index.Add(order.Id, slot);
            order.Place = OrderPlace.Held;
        }
        order.Displayed += quantity;
    }
}
