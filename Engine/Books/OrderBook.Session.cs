using System.Runtime.InteropServices;

namespace TradingOps.Engine.Books;

// Session states, the auction and its uncross.
public sealed partial class OrderBook
{
    private readonly List<long> _closing = [];
    private readonly List<int> _crossedBids = [];

    /// <summary>What the orders of the book would trade at if an auction ended now.</summary>
    /// <returns>False if no bid meets an ask inside the band.</returns>
    public bool TryGetIndicative(out IndicativePrice indicative)
    {
        return TryGetIndicative(_bandLow, _bandHigh, out indicative);
    }

    private bool TryGetIndicative(long lowest, long highest, out IndicativePrice indicative)
    {
        indicative = default;
        if (!IsCrossed) return false;
        var low = Math.Max(_asks.PriceOf(_asks.Best), lowest);
        var high = Math.Min(_bids.PriceOf(_bids.Best), highest);
        if (low > high) return false;
        indicative = BestUncross(low, high);
        return true;
    }

    private BookReason SetSession(in BookCommand command, BookEventBuffer events)
    {
        if (!CanBecome(command.Session)) return BookReason.InvalidOrder;
        if (!MayEnter(command.Session)) return BookReason.PriceBand;
        MoveClock(command.Time, events);
        var uncrosses = command.Session is SessionState.Open or SessionState.Closed;
        var indicative = default(IndicativePrice);
        uncrosses = uncrosses && Session != SessionState.Open && TryGetIndicative(out indicative);
        Session = command.Session;
        ref var changed = ref events.Add();
        changed.Kind = BookEventKind.SessionChanged;
        changed.Price = uncrosses ? indicative.Price : 0;
        changed.Quantity = (long)command.Session;
        // Without trades no order pushes against the band.
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

    /// <summary>
    /// A book cannot open while more would trade outside its band than inside: the rest could not trade, and would stay crossed.
    /// </summary>
    private bool MayEnter(SessionState session)
    {
        if (session != SessionState.Open || !IsCrossed) return true;
        TryGetIndicative(-BookLimits.PriceBound, BookLimits.PriceBound, out var free);
        return TryGetIndicative(out var banded) && banded.Volume == free.Volume;
    }

    /// <summary>
    /// What still crosses after the uncross, because linked orders took lots off or orders expired at this moment, trades at
    /// further prices or, where that lies outside the band, goes as a taker at the band would.
    /// </summary>
    private void ResolveCross(BookEventBuffer events)
    {
        while (IsCrossed)
        {
            if (TryGetIndicative(out var indicative))
            {
                Uncross(indicative.Price, events);
                continue;
            }
            var above = _asks.PriceOf(_asks.Best) > _bandHigh;
            Remove(above ? _bids[_bids.Best].Head : _asks[_asks.Best].Head, BookEventKind.Canceled, BookReason.PriceBand, events);
        }
    }

    private bool IsCrossed =>
        _bids.Best >= 0 && _asks.Best >= 0 && _bids.PriceOf(_bids.Best) >= _asks.PriceOf(_asks.Best);

    /// <summary>
    /// The price with the largest volume, then the smallest imbalance, then nearest to the reference, then the lowest.
    /// </summary>
    private IndicativePrice BestUncross(long low, long high)
    {
        var reference = BandReference ?? LastPrice ?? low;
        var demand = LotsFrom(_bids, low ^ _bids.Mask);
        var supply = 0L;
        var ask = _asks.Best;
        CollectBidsFrom(low);
        var bid = _crossedBids.Count - 1;
        IndicativePrice best = default;
        for (var price = low; ;)
        {
            for (; ask >= 0 && _asks.PriceOf(ask) <= price; ask = _asks.Next(ask)) supply += Lots(_asks, ask);
            best = Better(best, Quote(price, demand, supply), reference);
            // Lots bid at this price and below do not take part in anything higher.
            for (; bid >= 0 && _bids.PriceOf(_crossedBids[bid]) <= price; bid--) demand -= Lots(_bids, _crossedBids[bid]);
            if (price == high) return best;

            // Nothing changes before the next price with an order; in between, only the distance to the reference matters.
            var next = high;
            if (ask >= 0) next = Math.Min(next, _asks.PriceOf(ask));
            if (bid >= 0) next = Math.Min(next, _bids.PriceOf(_crossedBids[bid]));
            if (next > price + 1)
                best = Better(best, Quote(Math.Clamp(reference, price + 1, next - 1), demand, supply), reference);
            price = next;
        }
    }

    private static IndicativePrice Quote(long price, long demand, long supply) =>
        new(price, Math.Min(demand, supply), demand - supply);

    private static IndicativePrice Better(IndicativePrice best, IndicativePrice other, long reference)
    {
        if (other.Volume != best.Volume) return other.Volume > best.Volume ? other : best;
        var (imbalance, otherImbalance) = (Math.Abs(best.Imbalance), Math.Abs(other.Imbalance));
        if (otherImbalance != imbalance) return otherImbalance < imbalance ? other : best;
        return Math.Abs(other.Price - reference) < Math.Abs(best.Price - reference) ? other : best;
    }

    private static long Lots(PriceLadder ladder, int level) => ladder[level].Quantity + ladder[level].Hidden;

    private static long LotsFrom(PriceLadder ladder, long lastKey)
    {
        var lots = 0L;
        for (var at = ladder.Best; at >= 0 && ladder[at].Key <= lastKey; at = ladder.Next(at)) lots += Lots(ladder, at);
        return lots;
    }

    private void CollectBidsFrom(long low)
    {
        _crossedBids.Clear();
        for (var at = _bids.Best; at >= 0 && _bids.PriceOf(at) >= low; at = _bids.Next(at)) _crossedBids.Add(at);
    }

    /// <summary>Trades all that can trade at one price, by price and time on both sides.</summary>
    /// <remarks>
    /// Neither side takes, so self-trade prevention does not apply; venues differ in this.
    /// </remarks>
    private void Uncross(long price, BookEventBuffer events)
    {
        while (_bids.Best >= 0 && _asks.Best >= 0 && _bids.PriceOf(_bids.Best) >= price && _asks.PriceOf(_asks.Best) <= price)
        {
            var buySlot = _bids[_bids.Best].Head;
            var sellSlot = _asks[_asks.Best].Head;
            ref var buy = ref _orders[buySlot];
            ref var sell = ref _orders[sellSlot];
            if (buy.Terms >= 0 && PartLinked(buySlot, sellSlot, events)) continue;
            var quantity = Math.Min(buy.Displayed, sell.Displayed);
            buy.Displayed -= quantity;
            sell.Displayed -= quantity;
            _bids[_bids.Best].Quantity -= quantity;
            _asks[_asks.Best].Quantity -= quantity;
            SetLast(price);
            LastQuantity = quantity;
            EmitTrade(events, buy, sell, price, quantity);
            var (buyer, seller) = (buy.Account, sell.Account);
            FilledMaker(buySlot, quantity, events);
            FilledMaker(sellSlot, quantity, events);
            if (_reducing.Count == 0) continue;
            MovePositions(buyer, seller, quantity);
            TrimReducing(buyer, seller, events);
        }
    }

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
