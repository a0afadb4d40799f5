namespace TradingOps.Engine.Books;

// The auction: its price, and the trades at it.
public sealed partial class OrderBook
{
    private readonly List<int> _crossedBids = [];

    /// <summary>
    /// What the orders of the book would trade at if an auction ended now: without what self-trade prevention would take off.
    /// </summary>
    /// <returns>False if no bid meets an ask inside the band.</returns>
    public bool TryGetIndicative(out IndicativePrice indicative)
    {
        PlanPreventions();
        var found = FindUncross(_bandLow, _bandHigh, out indicative);
        ForgetPreventions();
        return found;
    }

    /// <summary>The best price of the bids and asks between two prices, without the lots that are planned to go.</summary>
    private bool FindUncross(long lowest, long highest, out IndicativePrice indicative)
    {
        indicative = default;
        if (!IsCrossed) return false;
        var low = Math.Max(_asks.PriceOf(_asks.Best), lowest);
        var high = Math.Min(_bids.PriceOf(_bids.Best), highest);
        if (low > high) return false;
        indicative = BestUncross(low, high);
        return indicative.Volume > 0;
    }

    /// <summary>
    /// A book cannot open while more would trade outside its band than inside: the rest could not trade, and would stay crossed.
    /// </summary>
    private bool MayEnter(SessionState session)
    {
        if (session != SessionState.Open || !IsCrossed) return true;
        PlanPreventions();
        var isCrossed = FindUncross(-BookLimits.PriceBound, BookLimits.PriceBound, out var free);
        var mayEnter = !isCrossed || (FindUncross(_bandLow, _bandHigh, out var banded) && banded.Volume == free.Volume);
        ForgetPreventions();
        return mayEnter;
    }

    /// <summary>
    /// What still crosses after the uncross, because linked orders took lots off or orders expired at this moment, trades at
    /// further prices or, where that lies outside the band, goes as a taker at the band would.
    /// </summary>
    private void ResolveCross(BookEventBuffer events)
    {
        while (IsCrossed)
        {
            if (FindUncross(_bandLow, _bandHigh, out var indicative))
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

    private long Lots(PriceLadder ladder, int level) =>
        ladder[level].Quantity + ladder[level].Hidden - (_preventions.Count == 0 ? 0 : PreventedLots(ladder, level));

    private long LotsFrom(PriceLadder ladder, long lastKey)
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

    /// <summary>
    /// Trades all that can trade at one price, by price and time on both sides. Orders that must not meet are gone already.
    /// </summary>
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
            EmitTrade(events, buy, sell, price, quantity).IsAuction = true;
            var (buyer, seller) = (buy.Account, sell.Account);
            FilledMaker(buySlot, quantity, events);
            FilledMaker(sellSlot, quantity, events);
            if (_reducing.Count == 0) continue;
            MovePositions(buyer, seller, quantity);
            TrimReducing(buyer, seller, events);
        }
    }
}
