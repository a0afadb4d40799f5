namespace TradingOps.Engine.Books;

// Fill-or-kill: the match is rehearsed, because a trade cannot be taken back.
public sealed partial class OrderBook
{
    // What the rehearsal left of paired orders, and the peaks that icebergs would show behind their level. Empty between
    // commands.
    private readonly Dictionary<int, long> _rehearsedOpen = [];
    private readonly Queue<(int Slot, long Displayed)> _rehearsedPeaks = [];

    /// <summary>
    /// Whether an order would trade in full at prices up to a limit, within the band and at a cost that suits it.
    /// </summary>
    private bool CanFill(int slot, long limit)
    {
        ref var order = ref _orders[slot];
        var terms = order.Terms >= 0 ? _orders.TermsOf(order) : default;
        var opposite = order.Side == Side.Buy ? _asks : _bids;
        var rehearsal = new Rehearsal
        {
            ByAmount = terms.ByAmount,
            Cash = terms.Amount,
            Wanted = terms.ByAmount ? long.MaxValue : order.Remaining,
        };
        _rehearsedOpen.Clear();
        for (var at = opposite.Best; at >= 0 && !rehearsal.Ended; at = opposite.Next(at))
        {
            rehearsal.Price = opposite.PriceOf(at);
            if (opposite[at].Key > limit || !IsInBand(rehearsal.Price)) break;
            if (terms.ByAmount && rehearsal.Price <= 0) break;
            RehearseLevel(order, opposite[at], ref rehearsal);
        }
        if (terms.ByAmount) return rehearsal.Filled;
        if (rehearsal.Wanted > 0) return false;
        if (terms.CashLimit == 0) return true;
        return order.Side == Side.Buy ? rehearsal.Cost <= terms.CashLimit : rehearsal.Cost >= terms.CashLimit;
    }

    private void RehearseLevel(in BookOrder order, in PriceLevel level, ref Rehearsal rehearsal)
    {
        if (order.Instructions.SelfTradePrevention == SelfTradePrevention.None && _pairs == 0 && !rehearsal.ByAmount)
        {
            rehearsal.Take(Math.Min(rehearsal.Wanted, level.Quantity + level.Hidden));
            return;
        }
        _rehearsedPeaks.Clear();
        for (var maker = level.Head; maker >= 0 && !rehearsal.Ended; maker = _orders[maker].Next)
            RehearseMaker(order, maker, _orders[maker].Displayed, ref rehearsal);
        while (!rehearsal.Ended && _rehearsedPeaks.TryDequeue(out var peak))
            RehearseMaker(order, peak.Slot, peak.Displayed, ref rehearsal);
    }

    private void RehearseMaker(in BookOrder order, int makerSlot, long displayed, ref Rehearsal rehearsal)
    {
        ref var maker = ref _orders[makerSlot];
        var open = _rehearsedOpen.Count == 0 ? maker.Remaining : RehearsedOpen(makerSlot);
        displayed = Math.Min(displayed, open);
        if (displayed == 0) return;
        if (rehearsal.ByAmount && rehearsal.Cash < rehearsal.Price)
        {
            rehearsal.Ended = true;
            return;
        }
        if (maker.Account == order.Account && order.Instructions.SelfTradePrevention != SelfTradePrevention.None)
        {
            if (order.Instructions.SelfTradePrevention == SelfTradePrevention.CancelOldest) Rehearse(makerSlot, open, 0);
            else rehearsal.Ended = true;
            return;
        }
        var quantity = Math.Min(displayed, rehearsal.Affordable);
        rehearsal.Take(quantity);
        if (rehearsal.ByAmount && rehearsal.Cash < rehearsal.Price) rehearsal.Filled = rehearsal.Ended = true;
        var left = open - quantity;
        if (maker.Terms < 0) return;
        Rehearse(makerSlot, quantity, left);
        // Behind its level, as the real one would.
        if (quantity == displayed && left > 0)
            _rehearsedPeaks.Enqueue((makerSlot, Math.Min(left, _orders.TermsOf(maker).DisplayQuantity)));
    }

    /// <summary>Notes what a maker has left, and what its fill or end takes off the order that it is paired with.</summary>
    private void Rehearse(int makerSlot, long quantity, long left)
    {
        ref var maker = ref _orders[makerSlot];
        if (maker.Terms < 0) return;
        _rehearsedOpen[makerSlot] = left;
        var pair = _orders.TermsOf(maker).Pair;
        if (pair < 0) return;
        var open = RehearsedOpen(pair);
        _rehearsedOpen[pair] = left == 0 || open <= quantity ? 0 : open - quantity;
    }

    private long RehearsedOpen(int slot) => _rehearsedOpen.TryGetValue(slot, out var open) ? open : _orders[slot].Remaining;

    /// <summary>How far a rehearsal has come.</summary>
    private struct Rehearsal
    {
        public bool ByAmount;

        /// <summary>The amount is spent down to less than a lot.</summary>
        public bool Filled;

        /// <summary>It is known how it ends.</summary>
        public bool Ended;
        public long Wanted;
        public long Cash;
        public long Price;
        public Int128 Cost;

        public readonly long Affordable => ByAmount ? Cash / Price : Wanted;

        public void Take(long quantity)
        {
            Cost += (Int128)quantity * Price;
            Wanted -= quantity;
            if (ByAmount) Cash -= quantity * Price;
            Ended = Wanted == 0;
        }
    }
}
