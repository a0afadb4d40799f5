using System.Runtime.InteropServices;

namespace TradingOps.Engine.Books;

// Session states, and what ends with a session.
public sealed partial class OrderBook
{
    private readonly List<long> _closing = [];

    private BookReason SetSession(in BookCommand command, BookEventBuffer events)
    {
        if (!CanBecome(command.Session)) return BookReason.InvalidOrder;
        if (!MayEnter(command.Session)) return BookReason.PriceBand;
        MoveClock(command.Time, events);
        var indicative = default(IndicativePrice);
        // The day of a market that is halted ends without an auction.
        var closes = command.Session == SessionState.Closed && Session == SessionState.Open;
        if (closes) ReleaseForClose(events);
        var uncrosses = (command.Session == SessionState.Open || closes) && IsCrossed;
        if (uncrosses)
        {
            PreventOwnTrades(events);
            uncrosses = FindUncross(_bandLow, _bandHigh, out indicative);
        }
        Session = command.Session;
        ref var changed = ref events.Add();
        changed.Kind = BookEventKind.SessionChanged;
        changed.Price = uncrosses ? indicative.Price : 0;
        changed.Quantity = (long)command.Session;
        if (uncrosses) Uncross(indicative.Price, events);
        if (Session == SessionState.Open || closes) ResolveCross(events);
        _isLimitDue = true;
        if (Session == SessionState.Open && _hasLastPrice) _electionDue = true;
        if (Session == SessionState.Open) Expire(order => order.TimeInForce == TimeInForce.Opg, events);
        RunPending(events);
        if (Session == SessionState.Closed) Expire(order => order.TimeInForce.EndsWithDay(), events);
        if (Session == SessionState.Expired) Expire(_ => true, events);
        return BookReason.None;
    }

    /// <summary>Only what has expired is settled, once and for all.</summary>
    private bool CanBecome(SessionState next) =>
        Session != SessionState.Settled
        && (next <= SessionState.Expired || (next == SessionState.Settled && Session == SessionState.Expired));

    /// <summary>What waits for the close rests in the book now, by price and time.</summary>
    private void ReleaseForClose(BookEventBuffer events)
    {
        foreach (var queue in new[] { _falling[ForClose], _rising[ForClose] })
        {
            while (queue.Best >= 0)
            {
                var slot = queue[queue.Best].Head;
                Detach(slot);
                EmitStop(events, _orders[slot], BookEventKind.Triggered);
                Rest(slot, events);
            }
        }
    }

    private void Expire(Func<BookOrder, bool> ends, BookEventBuffer events)
    {
        while (true)
        {
            _closing.Clear();
            CollectEnding(_bids, ends);
            CollectEnding(_asks, ends);
            for (var queue = 0; queue <= ForClose; queue++)
            {
                CollectEnding(_rising[queue], ends);
                CollectEnding(_falling[queue], ends);
            }
            if (_closing.Count == 0) return;
            var ids = CollectionsMarshal.AsSpan(_closing);
            for (var i = 0; i < ids.Length; i++)
            {
                if (i % OrdersAhead == 0) ReadAhead(ids[i..]);
                // One that was paired with another is gone with it.
                var slot = _index.Find(ids[i]);
                if (slot >= 0) Remove(slot, BookEventKind.Expired, BookReason.Session, events);
            }
            RunPending(events);
        }
    }

    private void CollectEnding(PriceLadder ladder, Func<BookOrder, bool> ends)
    {
        for (var level = ladder.Best; level >= 0; level = ladder.Next(level))
        {
            for (var slot = ladder[level].Head; slot >= 0; slot = _orders[slot].Next)
            {
                if (ends(_orders[slot])) _closing.Add(_orders[slot].Id);
            }
        }
    }
}
