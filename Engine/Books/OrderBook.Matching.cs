using System.Runtime.CompilerServices;

namespace TradingOps.Engine.Books;

// Taking: matching against the other side, and what becomes of the remainder.
public sealed partial class OrderBook
{
    /// <summary>Matches an order that is in no queue and rests, cancels or releases it.</summary>
    private void Take(int slot, BookEventBuffer events)
    {
        ref var order = ref _orders[slot];
        if (Session != SessionState.Open)
        {
            // Nothing matches outside the open session: a limit order rests, and waits for the uncross if it crosses.
            if (order.Type == OrderType.Limit) Rest(slot, events);
            else Remove(slot, BookEventKind.Canceled, BookReason.Session, events);
            return;
        }
        var opposite = order.Side == Side.Buy ? _asks : _bids;
        var limit = order.Type == OrderType.Limit || order.Price != 0 ? order.Price ^ opposite.Mask : long.MaxValue;
        if (order.Terms >= 0 && !MeetsMinimum(slot, limit, events)) return;
        var best = opposite.Best;
        if (best >= 0 && opposite[best].Key <= limit)
        {
            if (order.Instructions.PostOnly)
            {
                Remove(slot, BookEventKind.Canceled, BookReason.PostOnly, events);
                return;
            }
            if (order.TimeInForce == TimeInForce.Fok && !CanFill(slot, limit, order.Remaining))
            {
                Remove(slot, BookEventKind.Canceled, BookReason.FillOrKill, events);
                return;
            }
            if (!Match(slot, opposite, limit, events)) return;
        }
        else if (order.TimeInForce == TimeInForce.Ioc || order.Type == OrderType.Market || order.TimeInForce == TimeInForce.Fok)
        {
            CancelRemainder(slot, events);
            return;
        }
        if (order.Type != OrderType.Limit || order.TimeInForce == TimeInForce.Ioc)
        {
            CancelRemainder(slot, events);
            return;
        }
        if (order.Side == Side.Buy ? order.Price >= _bandHigh : order.Price <= _bandLow) ReachBand(slot, events);
        Rest(slot, events);
    }

    private void CancelRemainder(int slot, BookEventBuffer events)
    {
        ref var order = ref _orders[slot];
        var reason = order.TimeInForce switch
        {
            TimeInForce.Ioc => BookReason.ImmediateOrCancel,
            TimeInForce.Fok => BookReason.FillOrKill,
            _ => BookReason.NoLiquidity,
        };
        if (order.Terms >= 0 && IsByAmount(order) && _orders.TermsOf(order).Filled > 0)
        {
            AmountSpent(slot, events);
            return;
        }
        Remove(slot, BookEventKind.Canceled, reason, events);
    }

    /// <summary>Trades until the order is done or nothing is left that it may trade with.</summary>
    /// <returns>True if the order is still there with something open that the caller rests or cancels.</returns>
    private bool Match(int slot, PriceLadder opposite, long limit, BookEventBuffer events)
    {
        ref var taker = ref _orders[slot];
        var account = taker.Account;
        if (taker.Terms >= 0 && IsByAmount(taker)) return MatchAmount(slot, opposite, limit, events);
        while (true)
        {
            var best = opposite.Best;
            if (best < 0) return true;
            ref var level = ref opposite[best];
            if (level.Key > limit) return true;
            var price = level.Key ^ opposite.Mask;
            if (!IsInBand(price)) return StandAtBand(slot, price, events);
            var makerSlot = level.Head;
            ref var maker = ref _orders[makerSlot];
            if (PreventsTrade(taker, maker))
            {
                if (!PreventSelfTrade(slot, makerSlot, events)) return false;
                continue;
            }
            if (taker.Terms >= 0 && PartLinked(slot, makerSlot, events)) continue;
            var quantity = Math.Min(taker.Displayed, maker.Displayed);
            var counterAccount = maker.Account;
            Trade(slot, makerSlot, opposite, best, price, quantity, events);
            var isDone = taker.Remaining == 0;
            if (isDone) Done(slot, events);
            if (_reducing.Count > 0) TrimReducing(account, counterAccount, events);
            if (isDone) return false;
            // An iceberg takes a peak at a time too, so that no print gives its size away.
            if (taker.Displayed == 0) Slice(ref taker);
        }
    }

    /// <summary>One trade at the maker's price.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Trade(
        int slot, int makerSlot, PriceLadder ladder, int levelSlot, long price, long quantity, BookEventBuffer events)
    {
        ref var taker = ref _orders[slot];
        ref var maker = ref _orders[makerSlot];
        taker.Displayed -= quantity;
        maker.Displayed -= quantity;
        ladder[levelSlot].Quantity -= quantity;
        if (price != _lastPrice || !_hasLastPrice) SetLast(price);
        LastQuantity = quantity;
        EmitTrade(events, taker, maker, price, quantity);
        if (taker.Terms >= 0) FilledSpecial(slot, quantity, events);
        if (_reducing.Count > 0) MovePositions(taker.Account, maker.Account, taker.Side == Side.Buy ? quantity : -quantity);
        FilledMaker(makerSlot, quantity, events);
    }

    /// <summary>After a fill of a resting order: it is done, shows its next peak, or stays where it is.</summary>
    private void FilledMaker(int makerSlot, long quantity, BookEventBuffer? events)
    {
        ref var maker = ref _orders[makerSlot];
        if (maker.Terms >= 0) FilledResting(makerSlot, quantity, events);
        if (maker.Displayed > 0) return;
        if (maker.Hidden > 0)
        {
            Refresh(makerSlot);
            if (events is not null) Emit(events, maker, BookEventKind.Refreshed, maker.Displayed);
            return;
        }
        Detach(makerSlot);
        Leave(makerSlot, events);
    }

    private void SetLast(long price)
    {
        _lastPrice = price;
        _hasLastPrice = true;
        _electionDue = true;
    }

    /// <summary>Shows the next peak of an iceberg at the back of its price.</summary>
    private void Refresh(int slot)
    {
        ref var order = ref _orders[slot];
        var ladder = BookSide(order.Side);
        var level = order.Level;
        Unlink(ladder, slot);
        Slice(ref order);
        LinkShown(ladder, level, slot);
    }

    /// <summary>An order that took is filled in full.</summary>
    private void Done(int slot, BookEventBuffer events)
    {
        _orders[slot].Place = OrderPlace.Free;
        Leave(slot, events);
    }

    /// <returns>True if the taker goes on.</returns>
    private bool PreventSelfTrade(int slot, int makerSlot, BookEventBuffer events)
    {
        ref var taker = ref _orders[slot];
        ref var maker = ref _orders[makerSlot];
        var instruction = taker.Instructions.SelfTradePrevention;
        if (instruction == SelfTradePrevention.Decrement)
        {
            // An order by amount has no quantity to take off.
            if (taker.Terms >= 0 && IsByAmount(taker)) instruction = SelfTradePrevention.CancelNewest;
            else if (taker.Remaining > maker.Remaining)
            {
                TakeOff(slot, maker.Remaining, BookReason.SelfTrade, events);
                instruction = SelfTradePrevention.CancelOldest;
            }
            else if (taker.Remaining < maker.Remaining)
            {
                TakeOff(makerSlot, taker.Remaining, BookReason.SelfTrade, events);
                instruction = SelfTradePrevention.CancelNewest;
            }
            else instruction = SelfTradePrevention.CancelBoth;
        }
        if (instruction != SelfTradePrevention.CancelNewest)
            Remove(makerSlot, BookEventKind.Canceled, BookReason.SelfTrade, events);
        // The taker is gone already when it was paired with what was just canceled.
        if (taker.Place != OrderPlace.Taking) return false;
        if (instruction == SelfTradePrevention.CancelOldest) return true;
        Remove(slot, BookEventKind.Canceled, BookReason.SelfTrade, events);
        return false;
    }
}
