namespace TradingOps.Engine.Books;

// Market buys that spend an amount of cash instead of asking for a quantity.
public sealed partial class OrderBook
{
    /// <summary>Asked of an order with terms.</summary>
    private bool IsByAmount(in BookOrder order) => _orders.TermsOf(order).ByAmount;

    private bool MatchAmount(int slot, PriceLadder opposite, long limit, BookEventBuffer events)
    {
        ref var taker = ref _orders[slot];
        while (true)
        {
            var best = opposite.Best;
            if (best < 0 || opposite[best].Key > limit) return true;
            var price = opposite.PriceOf(best);
            // An amount says nothing about lots that cost nothing.
            if (price <= 0) return true;
            if (!IsInBand(price)) return StandAtBand(slot, price, events);
            var affordable = _orders.TermsOf(taker).Amount / price;
            if (affordable == 0) return true;
            var makerSlot = opposite[best].Head;
            ref var maker = ref _orders[makerSlot];
            if (PreventsTrade(taker, maker))
            {
                if (!PreventSelfTrade(slot, makerSlot, events)) return false;
                continue;
            }
            if (PartLinked(slot, makerSlot, events)) continue;
            var quantity = Math.Min(affordable, maker.Displayed);
            // The event shows what the rest of the amount would buy at its price.
            taker.Displayed = affordable;
            _orders.TermsOf(taker).Amount -= quantity * price;
            var (account, counterAccount) = (taker.Account, maker.Account);
            Trade(slot, makerSlot, opposite, best, price, quantity, events);
            taker.Displayed = 0;
            var isSpent = quantity == affordable;
            if (isSpent) AmountSpent(slot, events);
            if (_reducing.Count > 0) TrimReducing(account, counterAccount, events);
            if (isSpent) return false;
        }
    }

    /// <summary>Lots that are open, for an order by amount those that it buys at a price.</summary>
    private long OpenLots(in BookOrder order, long price)
    {
        if (order.Terms < 0 || !IsByAmount(order)) return order.Remaining;
        return price > 0 ? _orders.TermsOf(order).Amount / price : 0;
    }

    private void AmountSpent(int slot, BookEventBuffer events)
    {
        Emit(events, _orders[slot], BookEventKind.AmountSpent, 0);
        Done(slot, events);
    }
}
