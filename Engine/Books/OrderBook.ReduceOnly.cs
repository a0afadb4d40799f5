namespace TradingOps.Engine.Books;

// Reduce-only orders: together they never ask for more than the position of their account.
public sealed partial class OrderBook
{
    private readonly List<(int Slot, long Allowed)> _trimmed = [];

    private BookReason MovePosition(in BookCommand command, BookEventBuffer events)
    {
        MoveClock(command.Time, events);
        _reducing.Move(command.Account, command.Position);
        TrimReducing(command.Account, events);
        RunPending(events);
        return BookReason.None;
    }

    private BookReason BustTrade(in BookCommand command, BookEventBuffer events)
    {
        MoveClock(command.Time, events);
        MovePositions(command.Account, command.CounterAccount, command.Position);
        TrimReducing(command.Account, command.CounterAccount, events);
        RunPending(events);
        return BookReason.None;
    }

    private void MovePositions(int account, int counterAccount, long bought)
    {
        _reducing.Move(account, bought);
        _reducing.Move(counterAccount, -bought);
    }

    /// <summary>After a trade, when the orders that it filled have left.</summary>
    private void TrimReducing(int account, int counterAccount, BookEventBuffer events)
    {
        TrimReducing(account, events);
        if (counterAccount != account) TrimReducing(counterAccount, events);
    }

    /// <summary>Whether an order that is to take may still do so: what its position does not bear is taken off.</summary>
    private bool MayStillTake(int slot, BookEventBuffer events)
    {
        if (!_orders[slot].Instructions.ReduceOnly) return true;
        TrimReducing(_orders[slot].Account, events);
        return _orders[slot].Place == OrderPlace.Taking;
    }

    /// <summary>Takes off what the position of an account does not bear; the oldest orders keep theirs.</summary>
    private void TrimReducing(int account, BookEventBuffer events)
    {
        if (!_reducing.TryGet(account, out var position, out var slots)) return;
        Allot(slots, position, isRehearsed: false);
        foreach (var (slot, allotted) in _trimmed)
        {
            // One that was paired with another is gone with it; an exit that waits for its entry asks for nothing yet.
            if (_orders[slot].Place is OrderPlace.Free or OrderPlace.Held) continue;
            var excess = _orders[slot].Remaining - allotted;
            if (excess <= 0) continue;
            if (allotted > 0) TakeOff(slot, excess, BookReason.ReduceOnly, events);
            else Remove(slot, BookEventKind.Canceled, BookReason.ReduceOnly, events);
        }
    }

    /// <summary>Divides a position among the orders that reduce it. A pair has its part once.</summary>
    private void Allot(List<int> slots, long position, bool isRehearsed)
    {
        _trimmed.Clear();
        var left = Math.Abs(position);
        foreach (var slot in slots)
        {
            var closes = _orders[slot].Side == Side.Buy ? position < 0 : position > 0;
            _trimmed.Add((slot, closes ? Allot(slot, isRehearsed, ref left) : 0));
        }
    }

    private long Allot(int slot, bool isRehearsed, ref long left)
    {
        var pair = TermsAt(slot).Pair;
        var open = Open(slot);
        if (pair >= 0)
        {
            foreach (var (other, same) in _trimmed)
                if (other == pair)
                    return same;
            if (_orders[pair].Instructions.ReduceOnly) open = Math.Max(open, Open(pair));
        }
        var allotted = Math.Min(open, left);
        left -= allotted;
        return allotted;

        long Open(int one) => isRehearsed ? RehearsedOpen(one) : _orders[one].Remaining;
    }

    /// <summary>Notes how a rehearsed fill moved a position, and what that takes off reduce-only orders.</summary>
    private void RehearseMove(int account, long lots)
    {
        if (!_reducing.TryGet(account, out var position, out var slots)) return;
        _rehearsedMoves[account] = _rehearsedMoves.GetValueOrDefault(account) + lots;
        Allot(slots, position + _rehearsedMoves[account], isRehearsed: true);
        foreach (var (slot, allotted) in _trimmed)
        {
            if (RehearsedOpen(slot) <= allotted || _orders[slot].Place is OrderPlace.Held or OrderPlace.Taking) continue;
            _rehearsedOpen[slot] = allotted;
            if (allotted == 0 && TermsAt(slot).Pair is >= 0 and var pair) _rehearsedOpen[pair] = 0;
        }
    }
}
