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
        Emit(events, order, BookEventKind.Accepted, command.SpecInPlace.Quantity);

        var takesPart = true;
        if (order.Terms >= 0) takesPart = BeginSpecial(slot, command, events);
        else if (command.Time > _clock) MoveClock(command.Time, events);
        if (takesPart)
        {
            Begin(slot, events);
        }
        if (MayElect) RunPending(events);
        return BookReason.None;
    }

    /// <summary>Sends an order that is in no queue where it belongs.</summary>
    private void Begin(int slot, BookEventBuffer events)
    {
        ref var order = ref _orders[slot];
        if (order.TimeInForce == TimeInForce.Cls) Wait(slot, events);
        else if (order.Type.Waits()) TakeOrWait(slot, events);
        else Take(slot, events);
    }

    /// <summary>
    /// Holds the exits and sends away what is late, lost its pair or closes nothing; false if the order is gone.
    /// </summary>
    private bool BeginSpecial(int slot, in BookCommand command, BookEventBuffer events)
    {
        HoldExits(slot, command, events);
        MoveClock(command.Time, events);
        ref var order = ref _orders[slot];
        // The order that was paired with this one may just have expired and taken this one with it.
        if (order.Place != OrderPlace.Taking) return false;
        if (order.TimeInForce == TimeInForce.Gtd && command.SpecInPlace.ExpireAt <= _clock)
        {
            Remove(slot, BookEventKind.Expired, BookReason.None, events);
            return false;
        }
        if (!MayStillTake(slot, events)) return false;
        if (order.Instructions.Class == OrderClass.Oco) Activate(_orders.TermsOf(order).Pair, order.Remaining, events);
        return true;
    }

    /// <summary>Puts the order of a command, which passed validation, into a slot; it is in no queue yet.</summary>
    private int Create(in BookCommand command)
    {
        var slot = _orders.Allocate();
        ref var order = ref _orders[slot];
        ref readonly var spec = ref command.SpecInPlace;
        // In place, for the reason that BookEventBuffer.Add gives.
        order = default;
        order.Id = command.OrderId;
        order.Price = spec.Price;
        order.Displayed = spec.Quantity;
        order.Account = command.Account;
        order.Terms = -1;
        order.Instructions = spec.Instructions;
        order.Place = OrderPlace.Taking;
        if (spec.Type == OrderType.Market) RestAtWorst(ref order);
        _sequence++;
        FollowOwner(command.Account, command.Owner);
        if (!IsPlain(command)) CreateTerms(slot, command);
        return slot;
    }

    private void CreateTerms(int slot, in BookCommand command)
    {
        ref var terms = ref _orders.AllocateTerms(slot);
        ref var order = ref _orders[slot];
        ref readonly var spec = ref command.SpecInPlace;
        terms.Sequence = _sequence;
        terms.MinQuantity = spec.MinQuantity;
        terms.Amount = spec.Amount;
        terms.ByAmount = spec.Amount != 0;
        terms.CashLimit = spec.CashLimit;
        terms.ExpireAt = spec.ExpireAt;
        terms.DisplayQuantity = spec.DisplayQuantity;
        terms.TrailAmount = spec.TrailAmount;
        terms.TrailBasisPoints = spec.TrailBasisPoints;
        if (spec.DisplayQuantity > 0) Slice(ref order);
        if (order.Type.HasStop()) terms.StopPrice = spec.StopPrice;
        if (order.TimeInForce == TimeInForce.Cls) terms.StopPrice = order.Price;
        if (order.Type == OrderType.TrailingStop)
        {
            terms.StopPrice = TrailedPrice(order.Side, terms);
            // The market may have moved since its account reserved it.
            if (spec.StopPrice != 0 && order.Side == Side.Buy) terms.StopPrice = Math.Min(terms.StopPrice, spec.StopPrice);
            if (spec.Price != 0) PutWorst(ref order, terms.StopPrice, spec.Price);
        }
        if (order.Instructions.ReduceOnly) _reducing.Add(slot, command.Position);
        if (command.LinkedOrderId != 0) Pair(slot, _index.Find(command.LinkedOrderId));
    }

    /// <summary>The order needs nothing but its cache line.</summary>
    private static bool IsPlain(in BookCommand command)
    {
        ref readonly var spec = ref command.SpecInPlace;
        return spec.Type <= OrderType.Limit && spec.TimeInForce < TimeInForce.Gtd && spec.IsCommon
            && !spec.Instructions.ReduceOnly && !spec.Instructions.Hidden
            && (spec.DisplayQuantity | command.LinkedOrderId | command.TakeProfitId | command.StopLossId) == 0;
    }

    private BookReason Validate(in BookCommand command)
    {
        ref readonly var spec = ref command.SpecInPlace;
        if (command.OrderId < 0 || command.Account < 0 || !spec.Instructions.AreKnown || !IsOwner(command.Owner))
            return BookReason.InvalidOrder;
        var hasQuantity = spec.Amount == 0;
        if (hasQuantity ? (ulong)(spec.Quantity - 1) >= (ulong)_limits.MaxQuantity : spec.Quantity != 0)
            return BookReason.InvalidQuantity;
        if (spec.Type.HasLimit() && !IsPrice(spec.Price)) return BookReason.InvalidPrice;
        if (!spec.Type.HasLimit() && spec.Price != 0 && !IsWorst(spec)) return BookReason.InvalidPrice;
        // A limit order that may rest goes with everything; only the others need a look at what goes together.
        var isPlain = IsPlain(command) && spec.Type.RestsAtLimit(spec.TimeInForce) && spec.Instructions.ArePlain;
        if (!isPlain || spec.ExpireAt != 0)
        {
            var reason = ValidateSpecial(command);
            if (reason != BookReason.None) return reason;
        }
        if ((Session != SessionState.Open || spec.TimeInForce == TimeInForce.Opg) && !SessionTakes(spec))
            return BookReason.Session;
        if (_index.Find(command.OrderId) >= 0) return BookReason.DuplicateOrder;
        return HasRoomFor(command, 1) ? BookReason.None : BookReason.BookFull;
    }

    /// <summary>
    /// An auction, and a closed session for the next one, takes what waits, and what can rest without a look at the other side.
    /// What is for the opening comes before it.
    /// </summary>
    private bool SessionTakes(in OrderSpec order) =>
        Session is SessionState.Auction or SessionState.Closed && order.CanRestUnmatched;

    /// <summary>
    /// What does not go together. An order that asks for two things that exclude each other is refused, not guessed.
    /// </summary>
    private BookReason ValidateSpecial(in BookCommand command)
    {
        ref readonly var spec = ref command.SpecInPlace;
        if (!spec.Instructions.AreConsistent) return BookReason.InvalidOrder;
        if (spec.TimeInForce == TimeInForce.Gtd ? spec.ExpireAt <= 0 : spec.ExpireAt != 0) return BookReason.InvalidOrder;
        if (spec.Amount != 0)
        {
            if (spec.Amount < 0) return BookReason.InvalidQuantity;
            if (spec.Type.HasLimit() || spec.Side != Side.Buy) return BookReason.InvalidOrder;
        }
        var isNow = spec.TimeInForce == TimeInForce.Fok && !spec.Type.Waits();
        if (spec.CashLimit != 0 && (!isNow || spec.Amount != 0 || spec.CashLimit < 0)) return BookReason.InvalidOrder;
        if (spec.MinQuantity != 0)
        {
            if (spec.Amount != 0 || spec.TimeInForce == TimeInForce.Fok || spec.Instructions.PostOnly)
                return BookReason.InvalidOrder;
            if (spec.MinQuantity < 0 || spec.MinQuantity > spec.Quantity) return BookReason.InvalidQuantity;
        }
        if (command.Position is < -BookLimits.PositionBound or > BookLimits.PositionBound) return BookReason.InvalidQuantity;
        if (spec.Amount != 0 && (spec.Instructions.ReduceOnly || spec.Instructions.RestsAtWorst)) return BookReason.InvalidOrder;
        if (spec.Instructions.Hidden && (spec.DisplayQuantity != 0 || !spec.Type.AllowsDisplay(spec.TimeInForce)))
            return BookReason.InvalidOrder;
        if (spec.DisplayQuantity != 0)
        {
            if (!spec.Type.AllowsDisplay(spec.TimeInForce)) return BookReason.InvalidOrder;
            if (spec.DisplayQuantity < 0 || spec.DisplayQuantity >= spec.Quantity) return BookReason.InvalidQuantity;
            if (spec.Quantity / spec.DisplayQuantity >= BookLimits.PeakBound) return BookReason.InvalidQuantity;
        }
        if (spec.TimeInForce.IsOfAuction() && !GoesIntoAuction(command)) return BookReason.InvalidOrder;
        var reason = ValidateStop(spec);
        return reason != BookReason.None ? reason : ValidateLinks(command);
    }

    /// <summary>An order for one auction stands alone; a market order needs a worst price to rest at.</summary>
    private static bool GoesIntoAuction(in BookCommand command)
    {
        ref readonly var spec = ref command.SpecInPlace;
        return (spec.Type.HasLimit() || spec.Price != 0) && (spec.Amount | spec.MinQuantity) == 0
            && spec.Instructions.Class == OrderClass.Simple
            && (command.LinkedOrderId | command.TakeProfitId | command.StopLossId) == 0;
    }

    private BookReason ValidateStop(in OrderSpec spec)
    {
        if (spec.Type.HasStop() && !IsPrice(spec.StopPrice)) return BookReason.InvalidPrice;
        if (spec.Type != OrderType.TrailingStop)
            return (spec.TrailAmount | (uint)spec.TrailBasisPoints) == 0 ? BookReason.None : BookReason.InvalidOrder;
        var reason = ValidateTrail(spec);
        if (reason != BookReason.None) return reason;
        if (spec.StopPrice != 0 && !IsPrice(spec.StopPrice)) return BookReason.InvalidPrice;
        // Without a last trade there is nothing to stay behind.
        return _hasLastPrice ? BookReason.None : BookReason.InvalidPrice;
    }

    private static BookReason ValidateTrail(in OrderSpec spec)
    {
        if (spec.TrailAmount < 0 || spec.TrailAmount > BookLimits.PriceBound) return BookReason.InvalidPrice;
        if (spec.TrailBasisPoints is < 0 or > 9_999) return BookReason.InvalidPrice;
        return spec.TrailAmount > 0 == spec.TrailBasisPoints > 0 ? BookReason.InvalidOrder : BookReason.None;
    }

    private bool IsPrice(long price) => price >= _limits.MinPrice && price <= _limits.MaxPrice;

    private bool IsWorst(in OrderSpec spec) => spec.Type == OrderType.TrailingStop
        ? spec.Price is > 0 and <= BookLimits.PriceBound
        : IsPrice(spec.Price);
}
