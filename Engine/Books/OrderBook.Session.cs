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
        var uncrosses = command.Session == SessionState.Open && IsCrossed;
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
        // Without trades there is nothing to stop at the band.
        if (Session != SessionState.Open && _limitState != LimitState.None) LeaveLimitState(events);
        if (uncrosses) Uncross(indicative.Price, events);
        if (Session == SessionState.Open) ResolveCross(events);
        if (Session == SessionState.Open && _hasLastPrice) _electionDue = true;
        RunPending(events);
        if (Session is SessionState.Closed or SessionState.Expired) ExpireOrders(events);
        return BookReason.None;
    }

    /// <summary>Only what has expired is settled, once and for all.</summary>
    private bool CanBecome(SessionState next) =>
        Session != SessionState.Settled
        && (next <= SessionState.Expired || (next == SessionState.Settled && Session == SessionState.Expired));

    private void ExpireOrders(BookEventBuffer events)
    {
        do
        {
            _closing.Clear();
            CollectEnding(_bids);
            CollectEnding(_asks);
            foreach (var trigger in Triggers)
            {
                CollectEnding(_rising[(int)trigger]);
                CollectEnding(_falling[(int)trigger]);
            }
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
        while (_closing.Count > 0);
    }

    private void CollectEnding(PriceLadder ladder)
    {
        var all = Session == SessionState.Expired;
        for (var level = ladder.Best; level >= 0; level = ladder.Next(level))
        {
            for (var slot = ladder[level].Head; slot >= 0; slot = _orders[slot].Next)
            {
                if (all || _orders[slot].TimeInForce.EndsWithDay()) _closing.Add(_orders[slot].Id);
            }
        }
    }
}
