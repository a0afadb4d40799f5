namespace TradingOps.Engine.Books;

// Stops: waiting, following the last trade, being elected, and taking their turn.
public sealed partial class OrderBook
{
    private static readonly TriggerPrice[] Triggers = Enum.GetValues<TriggerPrice>();

    /// <summary>Behind those of the triggers: what waits for the close, sells among what rises.</summary>
    private static readonly int ForClose = Triggers.Length;

    /// <summary>What waits for the price to rise, and what waits for it to fall, by the price that it watches.</summary>
    private readonly PriceLadder[] _rising = Queues(highestFirst: false);
    private readonly PriceLadder[] _falling = Queues(highestFirst: true);

    private int _waiting;

    /// <summary>Waiting orders that watch another price than the last trade.</summary>
    private int _quoteWatchers;
    private long[] _electedSequences = [];
    private int[] _electedSlots = [];
    private int _elected;
    private bool _electionDue;
    private int _pendingFirst = -1;
    private int _pendingLast = -1;

    /// <summary>A stop whose price has been reached takes part at once; any other waits.</summary>
    private void TakeOrWait(int slot, BookEventBuffer events)
    {
        ref var order = ref _orders[slot];
        if (!IsElectedNow(order))
        {
            Wait(slot, events);
            return;
        }
        Elect(ref order);
        Take(slot, events);
    }

    private bool IsElectedNow(in BookOrder order) => Session == SessionState.Open && IsReached(order);

    /// <summary>Whether an order that waits may be due, or one is to take its turn.</summary>
    private bool MayElect => _electionDue || _pendingFirst >= 0 || _quoteWatchers > 0;

    private static PriceLadder[] Queues(bool highestFirst) =>
        [.. Enumerable.Range(0, ForClose + 1).Select(_ => new PriceLadder(highestFirst))];

    private PriceLadder StopsOf(in BookOrder order) => order.TimeInForce == TimeInForce.Cls
        ? (order.Side == Side.Sell ? _rising : _falling)[ForClose]
        : (order.Type.WaitsForRise(order.Side) ? _rising : _falling)[(int)order.Instructions.Trigger];

    private bool IsReached(in BookOrder order)
    {
        var rises = order.Type.WaitsForRise(order.Side);
        if (!TryGetWatched(order.Instructions.Trigger, rises, out var price)) return false;
        // In half ticks, as the price.
        var stop = 2 * _orders.TermsOf(order).StopPrice;
        return rises ? stop <= price : stop >= price;
    }

    /// <summary>The price that waiting orders watch, in half ticks: the middle between bid and ask may lie between two.</summary>
    private bool TryGetWatched(TriggerPrice trigger, bool rises, out long price)
    {
        price = 2 * _lastPrice;
        switch (trigger)
        {
            case TriggerPrice.BidAsk:
                if ((rises ? BestBid : BestAsk) is not { } best) return false;
                price = 2 * best;
                return true;
            case TriggerPrice.Mark when BestBid is { } bid && BestAsk is { } ask:
                price = bid + ask;
                return true;
            default:
                return _hasLastPrice;
        }
    }

    private static void Elect(ref BookOrder order)
    {
        order.Instructions = order.Instructions with { Type = order.Type.Elected() };
        if (order.Type == OrderType.Market) RestAtWorst(ref order);
    }

    /// <summary>
    /// A market order whose rest stays at its worst price is a limit order at that price; so is one that is for an auction.
    /// </summary>
    private static void RestAtWorst(ref BookOrder order)
    {
        var rests = order.Instructions.RestsAtWorst && order.Price != 0 && order.TimeInForce.MayRest();
        if (rests || order.TimeInForce.IsOfAuction())
            order.Instructions = order.Instructions with { Type = OrderType.Limit };
    }

    /// <summary>
    /// Gives every order that the trades of this command elected its turn: first in, first out; orders that they elect go to
    /// the back. One pass, without recursion, whatever the length of the cascade.
    /// </summary>
    private void RunPending(BookEventBuffer events)
    {
        while (true)
        {
            if ((_electionDue || _quoteWatchers > 0) && Session == SessionState.Open) HoldElection(events);
            var slot = _pendingFirst;
            if (slot < 0) return;
            ref var order = ref _orders[slot];
            var wasElected = order.Place == OrderPlace.Elected;
            Detach(slot);
            if (wasElected)
            {
                EmitStop(events, order, BookEventKind.Triggered);
                Elect(ref order);
                Take(slot, events);
            }
            else if (order.Type.Waits())
            {
                TakeOrWait(slot, events);
            }
            else
            {
                Take(slot, events);
            }
        }
    }

    /// <summary>Moves trailing stops and lines up the orders whose price was reached, in order of arrival.</summary>
    private void HoldElection(BookEventBuffer events)
    {
        var isDue = _electionDue;
        _electionDue = false;
        if (_waiting == 0) return;
        _elected = 0;
        if (isDue)
        {
            if (_trailing.Count > 0) MoveTrailingStops(events);
            CollectReached(TriggerPrice.Last);
        }
        if (_quoteWatchers > 0)
        {
            CollectReached(TriggerPrice.BidAsk);
            CollectReached(TriggerPrice.Mark);
        }
        if (_elected > 1) Array.Sort(_electedSequences, _electedSlots, 0, _elected);
        for (var i = 0; i < _elected; i++) LinkPending(_electedSlots[i]);
    }

    private void CollectReached(TriggerPrice trigger)
    {
        if (TryGetWatched(trigger, rises: true, out var price)) CollectReached(_rising[(int)trigger], price >> 1);
        // An order that waits for a fall to 99 is reached at 99.0, not at 99.5.
        if (TryGetWatched(trigger, rises: false, out price)) CollectReached(_falling[(int)trigger], (price + 1) >> 1);
    }

    private void CollectReached(PriceLadder stops, long price)
    {
        while (stops.Best >= 0 && stops[stops.Best].Key <= (price ^ stops.Mask))
        {
            var slot = stops[stops.Best].Head;
            LeaveStops(slot);
            ref var order = ref _orders[slot];
            order.Place = OrderPlace.Elected;
            if (_elected == _electedSlots.Length)
            {
                Array.Resize(ref _electedSlots, Math.Max(16, 2 * _elected));
                Array.Resize(ref _electedSequences, _electedSlots.Length);
            }
            _electedSlots[_elected] = slot;
            _electedSequences[_elected++] = _orders.TermsOf(order).Sequence;
        }
    }

    private void MoveTrailingStops(BookEventBuffer events)
    {
        for (var slot = _trailing.First; slot >= 0; slot = _trailing.Next(slot))
        {
            ref var order = ref _orders[slot];
            ref var terms = ref _orders.TermsOf(order);
            var stop = TrailedPrice(order.Side, terms);
            if (order.Side == Side.Buy ? stop >= terms.StopPrice : stop <= terms.StopPrice) continue;
            MoveStop(slot, stop);
            EmitStop(events, order, BookEventKind.Trailed);
        }
    }

    private void MoveStop(int slot, long stop)
    {
        ref var order = ref _orders[slot];
        var ladder = StopsOf(order);
        Unlink(ladder, slot);
        if (ladder[order.Level].Count == 0) ladder.Remove(order.Level);
        SetStop(ref order, stop);
        Link(ladder, ladder.FindOrAdd(stop), slot);
    }

    /// <summary>Moves the stop price; the worst price of a trailing stop moves with it.</summary>
    private void SetStop(ref BookOrder order, long stop)
    {
        ref var terms = ref _orders.TermsOf(order);
        if (order.Type == OrderType.TrailingStop && order.Price != 0)
            order.Price = OrderSpec.AsWorst(order.Side, order.Price + stop - terms.StopPrice);
        terms.StopPrice = stop;
    }

    /// <summary>Puts the worst price of a trailing stop at a distance behind its stop price.</summary>
    private static void PutWorst(ref BookOrder order, long stop, long distance) =>
        order.Price = OrderSpec.AsWorst(order.Side, order.Side == Side.Buy ? stop + distance : stop - distance);

    /// <summary>Where a trailing stop belongs at the present last price.</summary>
    private long TrailedPrice(Side side, in OrderTerms terms)
    {
        var distance = Trail.DistanceFrom(_lastPrice, terms.TrailAmount, terms.TrailBasisPoints);
        var stop = side == Side.Buy ? _lastPrice + distance : _lastPrice - distance;
        return Math.Clamp(stop, -BookLimits.PriceBound, BookLimits.PriceBound);
    }

    private void LinkPending(int slot)
    {
        ref var order = ref _orders[slot];
        order.Next = -1;
        order.Previous = _pendingLast;
        if (_pendingLast >= 0) _orders[_pendingLast].Next = slot;
        else _pendingFirst = slot;
        _pendingLast = slot;
    }

    private void UnlinkPending(int slot)
    {
        ref var order = ref _orders[slot];
        if (order.Previous >= 0) _orders[order.Previous].Next = order.Next;
        else _pendingFirst = order.Next;
        if (order.Next >= 0) _orders[order.Next].Previous = order.Previous;
        else _pendingLast = order.Previous;
    }
}
