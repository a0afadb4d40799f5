namespace TradingOps.Engine.Books;

// Fill-or-kill and least quantities: the match is rehearsed, because a trade cannot be taken back.
public sealed partial class OrderBook
{
    // What the rehearsal left of paired orders, and the peaks that icebergs would show behind their level. Empty between
    // commands.
    private readonly Dictionary<int, long> _rehearsedOpen = [];
    private readonly Queue<(int Slot, long Displayed)> _rehearsedPeaks = [];

    // How the rehearsal moved the positions of accounts that have reduce-only orders.
    private readonly Dictionary<int, long> _rehearsedMoves = [];

    /// <summary>Cancels an order whose least quantity would not trade now; false if it was canceled.</summary>
    private bool MeetsMinimum(int slot, long limit, BookEventBuffer events)
    {
        ref var terms = ref TermsAt(slot);
        var least = terms.MinQuantity;
        terms.MinQuantity = 0;
        if (least == 0 || CanFill(slot, limit, Math.Min(least, _orders[slot].Remaining))) return true;
        Remove(slot, BookEventKind.Canceled, BookReason.MinQuantity, events);
        return false;
    }

    /// <summary>
    /// Whether so many lots of an order would trade at prices up to a limit, within the band and at a cost that suits it.
    /// </summary>
    private bool CanFill(int slot, long limit, long lots)
    {
        ref var order = ref _orders[slot];
        var terms = order.Terms >= 0 ? _orders.TermsOf(order) : OrderTerms.New();
        var opposite = order.Side == Side.Buy ? _asks : _bids;
        var rehearsal = new Rehearsal
        {
            ByAmount = terms.ByAmount,
            Cash = terms.Amount,
            Wanted = terms.ByAmount ? long.MaxValue : lots,
            Open = order.Remaining,
            Taker = slot,
            Pair = terms.Pair,
        };
        _rehearsedOpen.Clear();
        _rehearsedMoves.Clear();
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
        var isSimple = order.Instructions.SelfTradePrevention == SelfTradePrevention.None && !rehearsal.ByAmount;
        if (isSimple && _pairs == 0 && _reducing.Count == 0)
        {
            rehearsal.Take(Math.Min(rehearsal.Wanted, level.Quantity + level.Hidden));
            return;
        }
        _rehearsedPeaks.Clear();
        var maker = level.Head;
        for (; maker >= 0 && !rehearsal.Ended && !_orders[maker].Instructions.Hidden; maker = _orders[maker].Next)
            RehearseMaker(order, maker, _orders[maker].Displayed, ref rehearsal);
        while (!rehearsal.Ended && _rehearsedPeaks.TryDequeue(out var peak))
            RehearseMaker(order, peak.Slot, peak.Displayed, ref rehearsal);
        for (; maker >= 0 && !rehearsal.Ended; maker = _orders[maker].Next)
            RehearseMaker(order, maker, _orders[maker].Displayed, ref rehearsal);
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
        if (PreventsTrade(order, maker))
        {
            // Whatever it does to the other of its pair, it is gone itself then.
            if (makerSlot == rehearsal.Pair) rehearsal.Ended = true;
            else if (rehearsal.GoesOn(order.Instructions.SelfTradePrevention, open)) Rehearse(makerSlot, open, 0);
            return;
        }
        if (makerSlot == rehearsal.Pair) return;
        var quantity = Math.Min(displayed, rehearsal.Affordable);
        rehearsal.Take(quantity);
        if (rehearsal.ByAmount && rehearsal.Cash < rehearsal.Price) rehearsal.Filled = rehearsal.Ended = true;
        var left = open - quantity;
        if (maker.Terms >= 0) Rehearse(makerSlot, quantity, left);
        if (_reducing.Count > 0)
        {
            if (order.Instructions.ReduceOnly) _rehearsedOpen[rehearsal.Taker] = RehearsedOpen(rehearsal.Taker) - quantity;
            RehearseMove(order.Account, order.Side == Side.Buy ? quantity : -quantity);
            RehearseMove(maker.Account, order.Side == Side.Buy ? -quantity : quantity);
        }
        if (maker.Terms < 0) return;
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

        public int Taker;

        /// <summary>Lots of the taker that are open.</summary>
        public long Open;

        /// <summary>The order that is paired with the taker, which it does not trade with, or -1.</summary>
        public int Pair;
        public long Wanted;
        public long Cash;
        public long Price;
        public Int128 Cost;

        /// <summary>Whether the taker goes on after it met an order of its own account, which is gone then.</summary>
        public bool GoesOn(SelfTradePrevention prevention, long lots)
        {
            if (prevention == SelfTradePrevention.CancelOldest) return true;
            // The larger order loses what the smaller one has.
            Open -= lots;
            Ended = prevention != SelfTradePrevention.Decrement || ByAmount || Open <= 0 || Wanted > Open;
            return !Ended;
        }

        public readonly long Affordable => ByAmount ? Cash / Price : Wanted;

        public void Take(long quantity)
        {
            Cost += (Int128)quantity * Price;
            Wanted -= quantity;
            Open -= quantity;
            if (ByAmount) Cash -= quantity * Price;
            Ended = Wanted == 0;
        }
    }
}
