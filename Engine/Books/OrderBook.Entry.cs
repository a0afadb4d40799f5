namespace TradingOps.Engine.Books;

// New orders: what is refused, and where an accepted one goes.
public sealed partial class OrderBook
{
    private BookReason Enter(in BookCommand command, BookEventBuffer events)
    {
        var reason = Validate(command);
        if (reason != BookReason.None) return reason;

        var slot = Create(command);
        ref var order = ref _orders[slot];
        Emit(events, order, BookEventKind.Accepted, command.Quantity);

        var takesPart = true;
        if (order.Terms >= 0) takesPart = BeginSpecial(slot, command, events);
        else if (command.Time > _clock) MoveClock(command.Time, events);
        if (takesPart)
        {
            if (command.Type.Waits()) TakeOrWait(slot, events);
            else Take(slot, events);
        }
        if (_electionDue || _pendingFirst >= 0) RunPending(events);
        return BookReason.None;
    }

    /// <summary>Holds the exits of a bracket and sends away what is late or lost its pair; false if the order is gone.</summary>
    private bool BeginSpecial(int slot, in BookCommand command, BookEventBuffer events)
    {
        HoldExits(slot, command, events);
        MoveClock(command.Time, events);
        ref var order = ref _orders[slot];
        // The order that was paired with this one may just have expired and taken this one with it.
        if (order.Place != OrderPlace.Taking) return false;
        if (order.TimeInForce != TimeInForce.Gtd || command.ExpireAt > _clock) return true;
        Remove(slot, BookEventKind.Expired, BookReason.None, events);
        return false;
    }

    /// <summary>Puts the order of a command, which passed validation, into a slot; it is in no queue yet.</summary>
    private int Create(in BookCommand command)
    {
        var slot = _orders.Allocate();
        ref var order = ref _orders[slot];
        // In place, for the reason that BookEventBuffer.Add gives.
        order = default;
        order.Id = command.OrderId;
        order.Price = command.Type.HasLimit() || command.Type == OrderType.Market ? command.Price : 0;
        order.Displayed = command.Quantity;
        order.Account = command.Account;
        order.Terms = -1;
        order.Side = command.Side;
        order.Type = command.Type;
        order.TimeInForce = command.TimeInForce;
        order.SelfTradePrevention = command.SelfTradePrevention;
        order.Place = OrderPlace.Taking;
        order.PostOnly = command.PostOnly;
        _sequence++;
        if (!IsPlain(command)) CreateTerms(slot, command);
        return slot;
    }

    private void CreateTerms(int slot, in BookCommand command)
    {
        ref var terms = ref _orders.AllocateTerms(slot);
        ref var order = ref _orders[slot];
        terms.Sequence = _sequence;
        terms.Amount = command.Amount;
        terms.ByAmount = command.Amount != 0;
        terms.CashLimit = command.CashLimit;
        terms.ExpireAt = command.ExpireAt;
        terms.DisplayQuantity = command.DisplayQuantity;
        terms.TrailAmount = command.TrailAmount;
        terms.TrailBasisPoints = command.TrailBasisPoints;
        if (command.DisplayQuantity > 0) Slice(ref order);
        if (order.Type.HasStop()) terms.StopPrice = command.StopPrice;
        if (order.Type == OrderType.TrailingStop) terms.StopPrice = TrailedPrice(order.Side, terms);
        if (command.LinkedOrderId != 0) Pair(slot, _index.Find(command.LinkedOrderId));
    }

    /// <summary>The order needs nothing but its cache line.</summary>
    private static bool IsPlain(in BookCommand command) =>
        command.Type <= OrderType.Limit && command.TimeInForce != TimeInForce.Gtd
        && (command.DisplayQuantity | command.Amount | command.CashLimit | command.LinkedOrderId
            | command.TakeProfitId | command.StopLossId) == 0;

    private BookReason Validate(in BookCommand command)
    {
        if (command.OrderId < 0 || command.Account < 0 || command.Side > Side.Sell || command.Type > OrderType.TrailingStop
            || command.TimeInForce > TimeInForce.Gtd || command.SelfTradePrevention > SelfTradePrevention.None)
        {
            return BookReason.InvalidOrder;
        }
        var hasQuantity = command.Amount == 0;
        if (hasQuantity ? (ulong)(command.Quantity - 1) >= (ulong)_limits.MaxQuantity : command.Quantity != 0)
            return BookReason.InvalidQuantity;
        if (command.Type.HasLimit() && !IsPrice(command.Price)) return BookReason.InvalidPrice;
        if (command.Type == OrderType.Market && command.Price != 0 && !IsPrice(command.Price)) return BookReason.InvalidPrice;
        var plain = IsPlain(command) && command.Type == OrderType.Limit && !command.PostOnly;
        if (!plain || (command.ExpireAt | command.TrailAmount | (uint)command.TrailBasisPoints) != 0)
        {
            var reason = ValidateSpecial(command);
            if (reason != BookReason.None) return reason;
        }
        if (Session != SessionState.Open && !SessionTakes(command)) return BookReason.Session;
        if (_index.Find(command.OrderId) >= 0) return BookReason.DuplicateOrder;
        return HasRoomFor(command, 1) ? BookReason.None : BookReason.BookFull;
    }

    private bool SessionTakes(in BookCommand command) =>
        Session == SessionState.Auction && command.Type != OrderType.Market
        && command.TimeInForce.MayRest();

    /// <summary>
    /// What does not go together. An order that asks for two things that exclude each other is refused, not guessed.
    /// </summary>
    private BookReason ValidateSpecial(in BookCommand command)
    {
        if (!command.Type.Allows(command.TimeInForce)) return BookReason.InvalidOrder;
        if (command.PostOnly && !command.Type.AllowsPostOnly(command.TimeInForce)) return BookReason.InvalidOrder;
        if (command.TimeInForce == TimeInForce.Gtd ? command.ExpireAt <= 0 : command.ExpireAt != 0)
            return BookReason.InvalidOrder;
        if (command.Amount != 0)
        {
            if (command.Amount < 0) return BookReason.InvalidQuantity;
            if (command.Type.HasLimit() || command.Side != Side.Buy) return BookReason.InvalidOrder;
        }
        if (command.CashLimit != 0 && (command.TimeInForce != TimeInForce.Fok || command.Amount != 0 || command.CashLimit < 0))
            return BookReason.InvalidOrder;
        if (command.DisplayQuantity != 0)
        {
            if (!command.Type.AllowsDisplay(command.TimeInForce)) return BookReason.InvalidOrder;
            if (command.DisplayQuantity < 0 || command.DisplayQuantity >= command.Quantity) return BookReason.InvalidQuantity;
            if (command.Quantity / command.DisplayQuantity >= BookLimits.PeakBound) return BookReason.InvalidQuantity;
        }
        var reason = ValidateStop(command);
        return reason != BookReason.None ? reason : ValidateLinks(command);
    }

    private BookReason ValidateStop(in BookCommand command)
    {
        if (command.Type.HasStop() && !IsPrice(command.StopPrice)) return BookReason.InvalidPrice;
        if (command.Type != OrderType.TrailingStop)
            return (command.TrailAmount | (uint)command.TrailBasisPoints) == 0 ? BookReason.None : BookReason.InvalidOrder;
        if (command.TrailAmount < 0 || command.TrailAmount > BookLimits.PriceBound) return BookReason.InvalidPrice;
        if (command.TrailBasisPoints is < 0 or > 9_999) return BookReason.InvalidPrice;
        if (command.TrailAmount > 0 == command.TrailBasisPoints > 0) return BookReason.InvalidOrder;
        // Without a last trade there is nothing to stay behind.
        return _hasLastPrice ? BookReason.None : BookReason.InvalidPrice;
    }

    private bool IsPrice(long price) => price >= _limits.MinPrice && price <= _limits.MaxPrice;
}
