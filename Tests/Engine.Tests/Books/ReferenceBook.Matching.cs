using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

// Taking, and what follows from it.
internal sealed partial class ReferenceBook
{
    private void TakeOrWait(ReferenceOrder order)
    {
        if (!order.IsStop && !order.IsForClose)
        {
            Take(order);
            return;
        }
        if (!order.IsForClose && Session == SessionState.Open && IsReached(order))
        {
            BecomeElected(order);
            Take(order);
            return;
        }
        order.Place = OrderPlace.Waiting;
        order.Position = ++_position;
        TellOfStop(order, BookEventKind.Waiting);
    }

    private bool IsReached(ReferenceOrder order) =>
        Watched(order) is { } price && (order.Rises ? order.StopPrice <= price : order.StopPrice >= price);

    private decimal? Watched(ReferenceOrder order)
    {
        decimal? bid = Shown(Side.Buy).FirstOrDefault()?.Price;
        decimal? ask = Shown(Side.Sell).FirstOrDefault()?.Price;
        return order.Trigger switch
        {
            TriggerPrice.Last => LastPrice,
            TriggerPrice.BidAsk => order.Rises ? bid : ask,
            _ => (bid + ask) / 2 ?? LastPrice,
        };
    }

    private static void BecomeElected(ReferenceOrder order)
    {
        order.Type = HasLimit(order.Type) ? OrderType.Limit : OrderType.Market;
        if (order.Type == OrderType.Market) RestAtWorst(order);
    }

    /// <summary>What is left of such a market order rests at its worst price: so it is a limit order at that price.</summary>
    private static void RestAtWorst(ReferenceOrder order)
    {
        var isOfAuction = order.TimeInForce is TimeInForce.Opg or TimeInForce.Cls;
        var mayRest = order.TimeInForce is not (TimeInForce.Ioc or TimeInForce.Fok);
        if (isOfAuction || (order.Instructions.RestsAtWorst && order.Price != 0 && mayRest)) order.Type = OrderType.Limit;
    }

    private static long Worst(ReferenceOrder order, long price) => price != 0 ? price : order.Side == Side.Buy ? -1 : 1;

    /// <summary>The worst price of a trailing stop keeps its distance to the stop.</summary>
    private static void MoveStop(ReferenceOrder order, long stop)
    {
        if (order.Type == OrderType.TrailingStop && order.Price != 0)
            order.Price = Worst(order, order.Price + stop - order.StopPrice);
        order.StopPrice = stop;
    }

    private void Take(ReferenceOrder order)
    {
        if (Session != SessionState.Open)
        {
            if (order.Type == OrderType.Limit) Rest(order);
            else End(order, BookEventKind.Canceled, BookReason.Session);
            return;
        }
        var least = order.MinQuantity;
        order.MinQuantity = 0;
        if (least > 0 && WouldTrade(order, least) < Math.Min(least, order.Remaining))
        {
            End(order, BookEventKind.Canceled, BookReason.MinQuantity);
            return;
        }
        var maker = First(order);
        if (maker is not null && order.PostOnly)
        {
            End(order, BookEventKind.Canceled, BookReason.PostOnly);
            return;
        }
        if (order.TimeInForce == TimeInForce.Fok && !WouldFill(order))
        {
            End(order, BookEventKind.Canceled, BookReason.FillOrKill);
            return;
        }
        Match(order);
        if (!_orders.Contains(order)) return;
        if (order.Type == OrderType.Limit && order.TimeInForce != TimeInForce.Ioc) RestWithinBand(order);
        else if (order.ByAmount && order.Filled > 0) Spent(order);
        else End(order, BookEventKind.Canceled, Unfilled(order));
    }

    private static BookReason Unfilled(ReferenceOrder order) => order.TimeInForce switch
    {
        TimeInForce.Ioc => BookReason.ImmediateOrCancel,
        TimeInForce.Fok => BookReason.FillOrKill,
        _ => BookReason.NoLiquidity,
    };

    /// <summary>How much would trade, found out on a copy.</summary>
    private long WouldTrade(ReferenceOrder order, long least)
    {
        var copy = Copy(order, out var taker);
        copy.Match(taker);
        return copy._events.Where(e => e.Kind == BookEventKind.Traded && e.OrderId == taker.Id).Sum(e => e.Quantity);
    }

    /// <summary>Tries it out on a copy.</summary>
    private bool WouldFill(ReferenceOrder order)
    {
        var copy = Copy(order, out var taker);
        copy.Match(taker);
        var trades = copy._events.Where(e => e.Kind == BookEventKind.Traded && e.OrderId == taker.Id).ToList();
        if (order.ByAmount)
        {
            // Spent, unless somebody ran out of makers or into a wall.
            return copy._events.Exists(e => e.Kind == BookEventKind.AmountSpent);
        }
        if (trades.Sum(e => e.Quantity) != order.Remaining) return false;
        var cash = trades.Sum(e => e.Quantity * e.Price);
        return order.CashLimit == 0 || (order.Side == Side.Buy ? cash <= order.CashLimit : cash >= order.CashLimit);
    }

    private ReferenceBook Copy(ReferenceOrder order, out ReferenceOrder taker)
    {
        var copies = _orders.ToDictionary(original => original, original => original.Copy());
        foreach (var one in copies.Values)
        {
            one.Pair = one.Pair is null ? null : copies[one.Pair];
            one.Entry = one.Entry is null ? null : copies[one.Entry];
            one.TakeProfit = one.TakeProfit is null ? null : copies[one.TakeProfit];
            one.StopLoss = one.StopLoss is null ? null : copies[one.StopLoss];
        }
        taker = copies[order];
        var book = (ReferenceBook)MemberwiseClone();
        book._orders = [.. copies.Values];
        book._pending = [];
        book._positions = new(_positions);
        book._events = [];
        return book;
    }

    /// <summary>The first order that a taker may meet, or null.</summary>
    private ReferenceOrder? First(ReferenceOrder order)
    {
        var maker = Resting(order.Side == Side.Buy ? Side.Sell : Side.Buy).FirstOrDefault();
        if (maker is null || (order.Type == OrderType.Market && order.Price == 0)) return maker;
        return (order.Side == Side.Buy ? maker.Price <= order.Price : maker.Price >= order.Price) ? maker : null;
    }

    /// <summary>The owner of an order's account, or else the account.</summary>
    private long GroupOf(ReferenceOrder order) => _owners.GetValueOrDefault(order.Account, order.Account);

    private void Match(ReferenceOrder order)
    {
        while (First(order) is { } maker)
        {
            if (order.ByAmount && maker.Price <= 0) return;
            if (maker.Price < BandLow || maker.Price > BandHigh)
            {
                StandAtBand(order, maker.Price);
                return;
            }
            var affordable = order.ByAmount ? order.Amount / maker.Price : order.Displayed;
            if (affordable == 0) return;
            if (GroupOf(maker) == GroupOf(order) && order.Prevention != SelfTradePrevention.None)
            {
                PreventSelfTrade(order, maker);
                if (!_orders.Contains(order)) return;
                continue;
            }
            if (PartLinked(order, maker)) continue;
            var quantity = Math.Min(affordable, maker.Displayed);
            if (order.ByAmount)
            {
                order.Displayed = affordable;
                order.Amount -= quantity * maker.Price;
            }
            Trade(order, maker, maker.Price, quantity);
            if (order.ByAmount) order.Displayed = 0;
            var isDone = order.ByAmount ? quantity == affordable : order.Remaining == 0;
            if (isDone && order.ByAmount) Spent(order);
            else if (isDone) Leave(order);
            Trim(order.Account);
            if (maker.Account != order.Account) Trim(maker.Account);
            if (isDone) return;
            if (order.Displayed == 0) order.Slice();
        }
    }

    private void Trade(ReferenceOrder taker, ReferenceOrder maker, long price, long quantity, bool isAuction = false)
    {
        taker.Displayed -= quantity;
        maker.Displayed -= quantity;
        SetLast(price);
        LastQuantity = quantity;
        _events.Add(new BookEvent
        {
            Kind = BookEventKind.Traded,
            Side = taker.Side,
            Account = taker.Account,
            CounterAccount = maker.Account,
            OrderId = taker.Id,
            CounterOrderId = maker.Id,
            Price = price,
            Quantity = quantity,
            Remaining = taker.Remaining,
            CounterRemaining = maker.Remaining,
            IsAuction = isAuction,
        });
        CountFill(taker, quantity);
        if (taker.Place == OrderPlace.Resting) AfterFill(taker);
        CountFill(maker, quantity);
        AfterFill(maker);
        Move(taker.Account, taker.Side == Side.Buy ? quantity : -quantity);
        Move(maker.Account, taker.Side == Side.Buy ? -quantity : quantity);
    }

    /// <summary>Orders that belong together do not trade with each other.</summary>
    private bool PartLinked(ReferenceOrder order, ReferenceOrder other)
    {
        if (order.Pair == other)
        {
            CancelPair(order);
            return true;
        }
        if (order.TakeProfit != other && order.StopLoss != other && order.Entry != other) return false;
        End(other, BookEventKind.Canceled, BookReason.Linked);
        return true;
    }

    private void CountFill(ReferenceOrder order, long quantity)
    {
        order.Filled += quantity;
        if (order.Pair is not { ByAmount: false } pair) return;
        if (pair.Remaining > quantity) TakeOff(pair, quantity, BookReason.Linked);
        else CancelPair(order);
    }

    private void AfterFill(ReferenceOrder maker)
    {
        if (maker.Remaining > 0) GiveToExits(maker);
        if (maker.Remaining == 0)
        {
            Leave(maker);
            return;
        }
        if (maker.Displayed > 0) return;
        maker.Slice();
        maker.Position = ++_position;
        Tell(maker, BookEventKind.Refreshed, maker.Displayed);
    }

    private void PreventSelfTrade(ReferenceOrder taker, ReferenceOrder maker)
    {
        var instruction = taker.Prevention;
        if (instruction == SelfTradePrevention.Decrement)
        {
            if (taker.ByAmount)
            {
                instruction = SelfTradePrevention.CancelNewest;
            }
            else if (taker.Remaining > maker.Remaining)
            {
                TakeOff(taker, maker.Remaining, BookReason.SelfTrade);
                instruction = SelfTradePrevention.CancelOldest;
            }
            else if (taker.Remaining < maker.Remaining)
            {
                TakeOff(maker, taker.Remaining, BookReason.SelfTrade);
                instruction = SelfTradePrevention.CancelNewest;
            }
            else
            {
                instruction = SelfTradePrevention.CancelBoth;
            }
        }
        if (instruction is SelfTradePrevention.CancelOldest or SelfTradePrevention.CancelBoth)
            End(maker, BookEventKind.Canceled, BookReason.SelfTrade);
        if (instruction is SelfTradePrevention.CancelNewest or SelfTradePrevention.CancelBoth && _orders.Contains(taker))
            End(taker, BookEventKind.Canceled, BookReason.SelfTrade);
    }

    private void Rest(ReferenceOrder order)
    {
        order.Place = OrderPlace.Resting;
        order.Position = ++_position;
        order.MinQuantity = 0;
        Tell(order, BookEventKind.Rested, order.IsHidden ? 0 : order.Displayed);
        GiveToExits(order);
    }

    private void GiveToExits(ReferenceOrder entry)
    {
        var lots = entry.Filled - entry.Given;
        if (lots == 0 || (entry.TakeProfit ?? entry.StopLoss) is null) return;
        entry.Given = entry.Filled;
        if (entry.TakeProfit is not null) Activate(entry.TakeProfit, lots);
        if (entry.StopLoss is not null) Activate(entry.StopLoss, lots);
    }

    private void Spent(ReferenceOrder order)
    {
        Tell(order, BookEventKind.AmountSpent, 0);
        Leave(order);
    }

    private void TakeOff(ReferenceOrder order, long quantity, BookReason reason)
    {
        Shrink(order, quantity);
        _events.Add(EventOf(order, BookEventKind.Reduced, quantity) with { Reason = reason });
    }

    private static void Shrink(ReferenceOrder order, long quantity)
    {
        var hidden = Math.Min(quantity, order.Hidden);
        order.Hidden -= hidden;
        order.Displayed -= quantity - hidden;
    }

    private void End(ReferenceOrder order, BookEventKind kind, BookReason reason)
    {
        _events.Add(EventOf(order, kind, order.Remaining) with { Reason = reason, Remaining = 0 });
        Leave(order);
    }

    private void CancelPair(ReferenceOrder order)
    {
        var pair = order.Pair!;
        (order.Pair, pair.Pair) = (null, null);
        End(pair, BookEventKind.Canceled, _linked);
    }

    /// <summary>Takes an order out, and with it what it was linked with.</summary>
    private void Leave(ReferenceOrder order)
    {
        _orders.Remove(order);
        _pending.Remove(order);
        if (order.ReduceOnly && !_orders.Exists(other => other.ReduceOnly && other.Account == order.Account))
            _positions.Remove(order.Account);
        if (order.Entry is { } entry)
        {
            if (entry.TakeProfit == order) entry.TakeProfit = null;
            if (entry.StopLoss == order) entry.StopLoss = null;
        }
        ReferenceOrder?[] exits = [order.TakeProfit, order.StopLoss];
        foreach (var exit in exits)
        {
            if (exit is not null) exit.Entry = null;
        }
        if (order.Pair is not null) CancelPair(order);
        // Its position is closed.
        if (order.Entry is not null && order.Remaining == 0 && order.Filled > 0)
            End(order.Entry, BookEventKind.Canceled, BookReason.Linked);
        foreach (var exit in exits)
        {
            if (exit is null || !_orders.Contains(exit)) continue;
            if (order.Filled == 0) End(exit, BookEventKind.Canceled, _linked);
            else if (order.Filled > order.Given) Activate(exit, order.Filled - order.Given);
        }
    }

    private void Activate(ReferenceOrder exit, long quantity)
    {
        exit.Displayed += quantity;
        if (exit.Place is not (OrderPlace.Activated or OrderPlace.Elected))
        {
            exit.Place = OrderPlace.Activated;
            _pending.Add(exit);
        }
        Tell(exit, BookEventKind.Activated, quantity);
    }
}
