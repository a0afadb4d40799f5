namespace TradingOps.Engine.Books;

// Reading the book.
public sealed partial class OrderBook
{
    /// <summary>When the next GTD order is due, in microseconds since the Unix epoch; null without one.</summary>
    public long? NextExpiry => _expiries.Count == 0 ? null : _expiries.Next;

    /// <summary>A copy of a live order.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="order">The order; default when there is none.</param>
    /// <returns>False if no live order has that id.</returns>
    public bool TryGetOrder(long orderId, out OpenOrder order)
    {
        var slot = _index.Find(orderId);
        order = slot < 0 ? default : View(slot);
        return slot >= 0;
    }

    /// <summary>Whether an order is the first of its side to trade.</summary>
    public bool TradesNext(long orderId)
    {
        var slot = _index.Find(orderId);
        if (slot < 0 || _orders[slot].Place != OrderPlace.Resting) return false;
        var ladder = BookSide(_orders[slot].Instructions.Side);
        return ladder.Best >= 0 && ladder[ladder.Best].Head == slot;
    }

    /// <summary>Copies the levels of one side, best first.</summary>
    /// <param name="side">Bids or asks.</param>
    /// <param name="levels">Where to, as many as fit.</param>
    /// <returns>Number of levels copied.</returns>
    public int CopyDepth(Side side, Span<DepthLevel> levels)
    {
        var ladder = BookSide(side);
        var count = 0;
        for (var at = ladder.Best; at >= 0 && count < levels.Length; at = ladder.Next(at))
        {
            ref var level = ref ladder[at];
            if (level.Quantity == 0) continue;
            var hidden = _hidden.Count > 0 ? _hidden.GetValueOrDefault((side, at)).Count : 0;
            levels[count++] = new DepthLevel(ladder.PriceOf(at), level.Quantity, level.Count - hidden);
        }
        return count;
    }

    /// <summary>Whether orders wait for the auction that closes the session.</summary>
    public bool HasOrdersForClose => _rising[ForClose].Count + _falling[ForClose].Count > 0;

    /// <summary>The best level of one side that is shown; null without one.</summary>
    public DepthLevel? BestLevel(Side side)
    {
        var level = default(DepthLevel);
        return CopyDepth(side, new(ref level)) == 0 ? null : level;
    }

    /// <summary>Resting orders of one side in order of priority. The book must not change during the enumeration.</summary>
    public IEnumerable<OpenOrder> Orders(Side side) => OrdersOf(BookSide(side));

    /// <summary>
    /// Waiting orders of one side: by the price that they watch, those that wait for its rise before those that wait for its
    /// fall, and of these the nearest first; at last what waits for the close. The book must not change during the enumeration.
    /// </summary>
    public IEnumerable<OpenOrder> Stops(Side side) => _rising.Zip(_falling)
        .SelectMany(queues => OrdersOf(queues.First).Concat(OrdersOf(queues.Second)))
        .Where(order => order.Side == side);

    private IEnumerable<OpenOrder> OrdersOf(PriceLadder ladder)
    {
        for (var level = ladder.Best; level >= 0; level = ladder.Next(level))
        {
            for (var slot = ladder[level].Head; slot >= 0; slot = _orders[slot].Next) yield return View(slot);
        }
    }

    private OpenOrder View(int slot)
    {
        ref var order = ref _orders[slot];
        var terms = order.Terms >= 0 ? _orders.TermsOf(order) : default;
        return new OpenOrder
        {
            OrderId = order.Id,
            Account = order.Account,
            Instructions = order.Instructions,
            Price = order.Price,
            StopPrice = terms.StopPrice,
            Remaining = order.Remaining,
            Displayed = order.Place == OrderPlace.Resting && !order.Instructions.Hidden ? order.Displayed : 0,
            DisplayQuantity = terms.DisplayQuantity,
            ExpireAt = terms.ExpireAt,
            Amount = terms.Amount,
            TrailAmount = terms.TrailAmount,
            TrailBasisPoints = terms.TrailBasisPoints,
        };
    }
}
