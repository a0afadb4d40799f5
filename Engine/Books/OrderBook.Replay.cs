namespace TradingOps.Engine.Books;

// Rebuilding the book from what was recorded.
public sealed partial class OrderBook
{
    /// <summary>The order that takes at this point of a replay, or -1.</summary>
    private int _taking = -1;

    /// <summary>
    /// Brings the book to the state that <see cref="Apply"/> of the command brought another book to, from the command and the
    /// events that it caused there, without matching.
    /// </summary>
    /// <exception cref="InvalidOperationException">The events do not belong to a book in this state.</exception>
    public void Replay(in BookCommand command, ReadOnlySpan<BookEvent> events)
    {
        if (events.Length == 1 && events[0].Kind == BookEventKind.Rejected) return;
        _clock = command.Kind == BookCommandKind.SetClockBack
            ? Math.Min(_clock, command.Time) : Math.Max(_clock, command.Time);
        EventSequence += events.Length;
        _taking = -1;
        if (command.Kind == BookCommandKind.SetBand) UseBand(command);
        if (command.Kind == BookCommandKind.SetLastPrice) SetLast(command.Spec.Price);
        if (command.Kind == BookCommandKind.MovePosition) _reducing.Move(command.Account, command.Position);
        if (command.Kind == BookCommandKind.BustTrade)
            MovePositions(command.Account, command.CounterAccount, command.Position);
        foreach (ref readonly var bookEvent in events) ReplayEvent(command, bookEvent);
        _electionDue = false;
        if (_taking >= 0)
            throw new InvalidOperationException($"The events of order {_orders[_taking].Id} do not say where it went.");
    }

    private void ReplayEvent(in BookCommand command, in BookEvent bookEvent)
    {
        switch (bookEvent.Kind)
        {
            case BookEventKind.Accepted:
                _taking = Create(command);
                HoldExits(_taking, command, null);
                break;
            case BookEventKind.Traded:
                ReplayTrade(bookEvent);
                break;
            case BookEventKind.SessionChanged:
                Session = (SessionState)bookEvent.Quantity;
                break;
            case BookEventKind.LimitStateEntered:
                _limitState = bookEvent.Side == Side.Buy ? LimitState.BuyersPush : LimitState.SellersPush;
                break;
            case BookEventKind.LimitStateLeft:
                _limitState = LimitState.None;
                break;
            case BookEventKind.Held or BookEventKind.Refreshed:
                // Follows from the entry, and from the trade.
                break;
            default:
                ReplayOfOrder(FindTakingOrLive(bookEvent.OrderId), command, bookEvent);
                break;
        }
    }

    private void ReplayOfOrder(int slot, in BookCommand command, in BookEvent bookEvent)
    {
        ref var order = ref _orders[slot];
        switch (bookEvent.Kind)
        {
            case BookEventKind.Canceled or BookEventKind.Expired or BookEventKind.AmountSpent:
                Detach(slot);
                End(slot);
                break;
            case BookEventKind.Reduced:
                Shrink(slot, bookEvent.Quantity);
                break;
            case BookEventKind.Replaced:
                ReplaceTerms(slot, command, bookEvent.KeptPriority);
                if (!bookEvent.KeptPriority) _taking = slot;
                break;
            case BookEventKind.Repriced:
                order.Price = bookEvent.Price;
                break;
            case BookEventKind.Triggered:
                Detach(slot);
                Elect(ref order);
                _taking = slot;
                break;
            case BookEventKind.Activated:
                Extend(slot, bookEvent.Quantity);
                if (TermsAt(slot).Entry is >= 0 and var entry) TermsAt(entry).Given = TermsAt(entry).Filled;
                break;
            case BookEventKind.Rested:
                Detach(slot);
                // What rests is a limit order by now, whatever it was.
                if (order.Type != OrderType.Limit) order.Instructions = order.Instructions with { Type = OrderType.Limit };
                PlaceInBook(slot);
                _taking = -1;
                break;
            case BookEventKind.Waiting:
                Detach(slot);
                PlaceInStops(slot);
                _taking = -1;
                break;
            case BookEventKind.Trailed:
                MoveStop(slot, bookEvent.Price);
                break;
            default:
                throw new InvalidOperationException($"A replay does not know the event {bookEvent.Kind}.");
        }
    }

    private void ReplayTrade(in BookEvent trade)
    {
        _lastPrice = trade.Price;
        _hasLastPrice = true;
        LastQuantity = trade.Quantity;
        MovePositions(trade.Account, trade.CounterAccount, trade.Side == Side.Buy ? trade.Quantity : -trade.Quantity);
        var maker = FindTakingOrLive(trade.CounterOrderId);
        var slot = FindTakingOrLive(trade.OrderId);
        if (_orders[slot].Place == OrderPlace.Resting) ReplayFill(slot, trade.Quantity);
        else ReplayTake(slot, trade);
        ReplayFill(maker, trade.Quantity);
    }

    private void ReplayFill(int slot, long quantity)
    {
        ref var order = ref _orders[slot];
        order.Displayed -= quantity;
        BookSide(order.Side)[order.Level].Quantity -= quantity;
        FilledMaker(slot, quantity, null);
    }

    private void ReplayTake(int slot, in BookEvent trade)
    {
        // The exit of a bracket takes without another event once it was activated.
        Detach(slot);
        _taking = slot;
        ref var order = ref _orders[slot];
        if (order.Terms >= 0)
        {
            ref var terms = ref _orders.TermsOf(order);
            FilledSpecial(slot, trade.Quantity, null);
            if (terms.ByAmount)
            {
                terms.Amount -= trade.Quantity * trade.Price;
                return;
            }
        }
        order.Displayed -= trade.Quantity;
        if (order.Displayed > 0) return;
        if (order.Hidden > 0) Slice(ref order);
        else End(slot);
    }

    private void End(int slot)
    {
        if (slot == _taking) _taking = -1;
        _orders[slot].Place = OrderPlace.Free;
        Leave(slot, null);
    }

    private int FindTakingOrLive(long id)
    {
        if (_taking >= 0 && _orders[_taking].Id == id) return _taking;
        var slot = _index.Find(id);
        return slot >= 0 ? slot : throw new InvalidOperationException($"The events name order {id}, which is not open.");
    }
}
