using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

// Stops, sessions, the band, and what is refused.
internal sealed partial class ReferenceBook
{
    private void SetLast(long price)
    {
        if (price != LastPrice) _electionDue = true;
        LastPrice = price;
    }

    private BookReason SetLastPrice(BookCommand command)
    {
        if (!IsPrice(command.Spec.Price)) return BookReason.InvalidPrice;
        At(command.Time);
        LastPrice = command.Spec.Price;
        _electionDue = true;
        return BookReason.None;
    }

    private void RunPending()
    {
        while (true)
        {
            if (Session == SessionState.Open) Elect();
            if (_pending.Count == 0) return;
            var order = _pending[0];
            _pending.RemoveAt(0);
            var elected = order.Place == OrderPlace.Elected;
            order.Place = OrderPlace.Taking;
            if (elected)
            {
                TellOfStop(order, BookEventKind.Triggered);
                BecomeElected(order);
                Take(order);
            }
            else
            {
                TakeOrWait(order);
            }
        }
    }

    private void Elect()
    {
        var isDue = _electionDue;
        _electionDue = false;
        var trailing = _orders
            .Where(order => isDue && order.Place == OrderPlace.Waiting && order.Type == OrderType.TrailingStop);
        foreach (var order in trailing.OrderBy(order => order.Sequence).ToList())
        {
            var stop = Trailed(order);
            if (order.Side == Side.Buy ? stop >= order.StopPrice : stop <= order.StopPrice) continue;
            MoveStop(order, stop);
            order.Position = ++_position;
            TellOfStop(order, BookEventKind.Trailed);
        }
        var reached = _orders.Where(order => order.Place == OrderPlace.Waiting && !order.IsForClose && IsReached(order))
            .Where(order => isDue || order.Trigger != TriggerPrice.Last);
        foreach (var order in reached.OrderBy(order => order.Sequence).ToList())
        {
            order.Place = OrderPlace.Elected;
            _pending.Add(order);
        }
    }

    private long Trailed(ReferenceOrder order)
    {
        var last = LastPrice!.Value;
        var distance = order.TrailAmount > 0 ? order.TrailAmount : Math.Max(1, Math.Abs(last) * order.TrailBasisPoints / 10_000);
        var stop = order.Side == Side.Buy ? last + distance : last - distance;
        return Math.Clamp(stop, -BookLimits.PriceBound, BookLimits.PriceBound);
    }

    private BookReason SetBand(BookCommand command)
    {
        long[] prices = [command.Spec.Price, command.BandLow, command.BandHigh];
        if (command.BandLow > command.BandHigh || !prices.All(IsPrice)) return BookReason.InvalidPrice;
        At(command.Time);
        (BandLow, BandHigh, BandReference) = (command.BandLow, command.BandHigh, command.Spec.Price);
        return BookReason.None;
    }

    private void StandAtBand(ReferenceOrder order, long price)
    {
        var edge = order.Side == Side.Buy ? BandHigh : BandLow;
        var beyond = order.Side == Side.Buy ? price > edge : price < edge;
        if (!beyond || order.Type != OrderType.Limit || order.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok)
        {
            End(order, BookEventKind.Canceled, BookReason.PriceBand);
            return;
        }
    }

    private void RestWithinBand(ReferenceOrder order)
    {
        var price = order.Side == Side.Buy ? Math.Min(order.Price, BandHigh) : Math.Max(order.Price, BandLow);
        if (price != order.Price)
        {
            order.Price = price;
            Tell(order, BookEventKind.Repriced, order.Remaining);
        }
        Rest(order);
    }

    private void FollowLimitState()
    {
        var bid = Session == SessionState.Open && Shown(Side.Buy).Any(order => order.Price >= BandHigh);
        var ask = Session == SessionState.Open && Shown(Side.Sell).Any(order => order.Price <= BandLow);
        if (LimitState == LimitState.BuyersPush ? bid : LimitState == LimitState.SellersPush && ask) return;
        if (LimitState != LimitState.None) _events.Add(new BookEvent { Kind = BookEventKind.LimitStateLeft });
        LimitState = bid ? LimitState.BuyersPush : ask ? LimitState.SellersPush : LimitState.None;
        if (LimitState != LimitState.None)
            _events.Add(new BookEvent { Kind = BookEventKind.LimitStateEntered, Side = bid ? Side.Buy : Side.Sell });
    }

    private BookReason SetSession(BookCommand command)
    {
        if (Session == SessionState.Settled || command.Session > SessionState.Settled) return BookReason.InvalidOrder;
        if (command.Session == SessionState.Settled && Session != SessionState.Expired) return BookReason.InvalidOrder;
        if (command.Session == SessionState.Open && Cross() is not null)
        {
            var prevented = Preventions();
            var free = Indicative(-BookLimits.PriceBound, BookLimits.PriceBound, prevented);
            var banded = Indicative(BandLow, BandHigh, prevented);
            if (banded?.Volume != free?.Volume) return BookReason.PriceBand;
        }
        At(command.Time);
        var closes = command.Session == SessionState.Closed && Session == SessionState.Open;
        if (closes) ReleaseForClose();
        var uncrosses = command.Session == SessionState.Open || closes;
        if (uncrosses) PreventOwnTrades();
        var price = uncrosses ? Indicative(BandLow, BandHigh, [])?.Price : null;
        Session = command.Session;
        _events.Add(new BookEvent { Kind = BookEventKind.SessionChanged, Price = price ?? 0, Quantity = (long)Session });
        if (price is not null) Uncross(price.Value);
        while (uncrosses && Cross() is var (buy, sell))
        {
            if (Indicative(BandLow, BandHigh, []) is { } again) Uncross(again.Price);
            else End(sell.Price > BandHigh ? buy : sell, BookEventKind.Canceled, BookReason.PriceBand);
        }
        if (Session == SessionState.Open && LastPrice is not null) _electionDue = true;
        if (Session == SessionState.Open) ExpireOrders(order => order.TimeInForce == TimeInForce.Opg);
        return BookReason.None;
    }

    private (ReferenceOrder Buy, ReferenceOrder Sell)? Cross()
    {
        var buy = Resting(Side.Buy).FirstOrDefault();
        var sell = Resting(Side.Sell).FirstOrDefault();
        return buy is not null && sell is not null && buy.Price >= sell.Price ? (buy, sell) : null;
    }

    public IndicativePrice? Indicative() => Indicative(BandLow, BandHigh, Preventions());

    /// <summary>What goes of the orders of each owner that meet in price, in turn: the lots, and whether it ends.</summary>
    private List<(ReferenceOrder Order, long Lots, bool Ends)> Preventions()
    {
        var plan = new List<(ReferenceOrder Order, long Lots, bool Ends)>();
        if (Cross() is not var (bestBuy, bestSell)) return plan;
        var meeting = Resting(Side.Buy).Where(order => order.Price >= bestSell.Price)
            .Concat(Resting(Side.Sell).Where(order => order.Price <= bestBuy.Price));
        foreach (var own in meeting.GroupBy(GroupOf).OrderBy(group => group.Key))
        {
            var there = new List<(ReferenceOrder Order, long Left)>();
            foreach (var order in own.OrderBy(order => order.Id))
            {
                var left = order.Remaining;
                while (left > 0 && order.Prevention != SelfTradePrevention.None
                    && FirstOfThese(there, order) is { Order: { } other } first)
                {
                    var both = order.Prevention switch
                    {
                        SelfTradePrevention.CancelNewest => (Newest: left, Oldest: 0),
                        SelfTradePrevention.CancelOldest => (Newest: 0, Oldest: first.Left),
                        SelfTradePrevention.CancelBoth => (Newest: left, Oldest: first.Left),
                        _ => (Newest: Math.Min(left, first.Left), Oldest: Math.Min(left, first.Left)),
                    };
                    if (both.Newest > 0 && both.Newest < left) plan.Add((order, both.Newest, false));
                    if (both.Oldest > 0) plan.Add((other, both.Oldest, both.Oldest == first.Left));
                    if (both.Newest == left) plan.Add((order, both.Newest, true));
                    left -= both.Newest;
                    there.Remove(first);
                    if (both.Oldest < first.Left) there.Add((other, first.Left - both.Oldest));
                }
                if (left > 0) there.Add((order, left));
            }
        }
        return plan;
    }

    private static (ReferenceOrder Order, long Left) FirstOfThese(
        List<(ReferenceOrder Order, long Left)> there, ReferenceOrder order) => there
        .Where(one => one.Order.Side != order.Side)
        .Where(one => order.Side == Side.Buy ? one.Order.Price <= order.Price : one.Order.Price >= order.Price)
        .OrderBy(one => order.Side == Side.Buy ? one.Order.Price : -one.Order.Price).ThenBy(one => one.Order.Id)
        .FirstOrDefault();

    private void PreventOwnTrades()
    {
        foreach (var (order, lots, ends) in Preventions())
        {
            if (!_orders.Contains(order) || order.Place != OrderPlace.Resting) continue;
            if (!ends && lots < order.Remaining) TakeOff(order, lots, BookReason.SelfTrade);
            else End(order, BookEventKind.Canceled, BookReason.SelfTrade);
        }
    }

    /// <summary>Tries every tick.</summary>
    private IndicativePrice? Indicative(
        long lowest, long highest, List<(ReferenceOrder Order, long Lots, bool Ends)> prevented)
    {
        if (Cross() is not var (bestBuy, bestSell)) return null;
        var low = Math.Max(bestSell.Price, lowest);
        var high = Math.Min(bestBuy.Price, highest);
        if (low > high) return null;
        var reference = BandReference ?? LastPrice ?? low;
        var quotes = new List<IndicativePrice>();
        for (var price = low; price <= high; price++)
        {
            var demand = Resting(Side.Buy).Where(order => order.Price >= price).Sum(Left);
            var supply = Resting(Side.Sell).Where(order => order.Price <= price).Sum(Left);
            quotes.Add(new IndicativePrice(price, Math.Min(demand, supply), demand - supply));
        }
        var best = quotes.OrderByDescending(quote => quote.Volume).ThenBy(quote => Math.Abs(quote.Imbalance))
            .ThenBy(quote => Math.Abs(quote.Price - reference)).ThenBy(quote => quote.Price).First();
        return best.Volume > 0 ? best : null;

        long Left(ReferenceOrder order) => order.Remaining - prevented.Where(p => p.Order == order).Sum(p => p.Lots);
    }

    private void Uncross(long price)
    {
        while (Resting(Side.Buy).FirstOrDefault() is { } buy && Resting(Side.Sell).FirstOrDefault() is { } sell
            && buy.Price >= price && sell.Price <= price)
        {
            if (PartLinked(buy, sell)) continue;
            Trade(buy, sell, price, Math.Min(buy.Displayed, sell.Displayed), isAuction: true);
            Trim(buy.Account);
            if (sell.Account != buy.Account) Trim(sell.Account);
        }
    }

    private void ReleaseForClose()
    {
        var waiting = Waiting().Where(order => order.IsForClose).ToList();
        foreach (var order in waiting.Where(o => o.Side == Side.Buy).Concat(waiting.Where(o => o.Side == Side.Sell)))
        {
            order.Place = OrderPlace.Taking;
            TellOfStop(order, BookEventKind.Triggered);
            Rest(order);
        }
    }

    private void ExpireOrders() => ExpireOrders(
        order => Session == SessionState.Expired || order.TimeInForce is not (TimeInForce.Gtc or TimeInForce.Gtd));

    private void ExpireOrders(Func<ReferenceOrder, bool> ends)
    {
        while (true)
        {
            var day = Resting(Side.Buy).Concat(Resting(Side.Sell)).Concat(Waiting()).Where(ends).ToList();
            if (day.Count == 0) return;
            foreach (var order in day)
            {
                if (_orders.Contains(order)) End(order, BookEventKind.Expired, BookReason.Session);
            }
            RunPending();
        }
    }

    /// <summary>Why an order is refused: the same list as in the documentation of the commands, in the same order.</summary>
    private BookReason Refusal(BookCommand c)
    {
        var rests = c.Spec.TimeInForce is TimeInForce.Day or TimeInForce.Gtc or TimeInForce.Gtd;
        var isOfAuction = c.Spec.TimeInForce is TimeInForce.Opg or TimeInForce.Cls;
        var stop = HasStop(c.Spec.Type);
        var trails = c.Spec.Type == OrderType.TrailingStop;
        if (c.OrderId < 0 || c.Account < 0 || c.Spec.Side > Side.Sell || c.Spec.Type > OrderType.LimitIfTouched
            || c.Spec.TimeInForce > TimeInForce.Cls || c.Spec.Instructions.SelfTradePrevention > SelfTradePrevention.None
            || c.Spec.Instructions.Trigger > TriggerPrice.Mark || c.Owner is < -1 or > 0 and <= int.MaxValue)
            return BookReason.InvalidOrder;
        if (c.Spec.Amount == 0 ? c.Spec.Quantity is <= 0 or > BookLimits.QuantityBound : c.Spec.Quantity != 0)
            return BookReason.InvalidQuantity;
        if ((HasLimit(c.Spec.Type) || c.Spec.Price != 0) && !IsPrice(c.Spec.Price)) return BookReason.InvalidPrice;
        if (trails && c.Spec.Price < 0) return BookReason.InvalidPrice;
        if (c.Spec.Type == OrderType.Market && c.Spec.TimeInForce == TimeInForce.Gtd) return BookReason.InvalidOrder;
        if (isOfAuction && (stop || trails)) return BookReason.InvalidOrder;
        if (c.Spec.Instructions.Trigger != TriggerPrice.Last && !stop) return BookReason.InvalidOrder;
        if (c.Spec.Instructions.PostOnly && (c.Spec.Type != OrderType.Limit || !rests)) return BookReason.InvalidOrder;
        if (c.Spec.TimeInForce == TimeInForce.Gtd ? c.Spec.ExpireAt <= 0 : c.Spec.ExpireAt != 0) return BookReason.InvalidOrder;
        if (c.Spec.Amount < 0) return BookReason.InvalidQuantity;
        if (c.Spec.Amount > 0 && (HasLimit(c.Spec.Type) || c.Spec.Side != Side.Buy)) return BookReason.InvalidOrder;
        if (c.Spec.CashLimit != 0 && (c.Spec.TimeInForce != TimeInForce.Fok || c.Spec.Amount != 0 || c.Spec.CashLimit < 0))
            return BookReason.InvalidOrder;
        if (c.Spec.CashLimit != 0 && c.Spec.Type > OrderType.Limit) return BookReason.InvalidOrder;
        if (c.Spec.MinQuantity != 0
            && (c.Spec.Amount != 0 || c.Spec.TimeInForce == TimeInForce.Fok || c.Spec.Instructions.PostOnly))
            return BookReason.InvalidOrder;
        if (c.Spec.MinQuantity < 0 || (c.Spec.MinQuantity != 0 && c.Spec.MinQuantity > c.Spec.Quantity))
            return BookReason.InvalidQuantity;
        if (c.Spec.Amount != 0 && (c.Spec.Instructions.ReduceOnly || c.Spec.Instructions.RestsAtWorst))
            return BookReason.InvalidOrder;
        if (c.Spec.Instructions.Hidden && (c.Spec.DisplayQuantity != 0 || !HasLimit(c.Spec.Type) || !rests))
            return BookReason.InvalidOrder;
        if (c.Spec.DisplayQuantity != 0 && (!HasLimit(c.Spec.Type) || !rests)) return BookReason.InvalidOrder;
        if (c.Spec.DisplayQuantity < 0 || (c.Spec.DisplayQuantity != 0 && c.Spec.DisplayQuantity >= c.Spec.Quantity)
            || (c.Spec.DisplayQuantity > 0 && c.Spec.Quantity / c.Spec.DisplayQuantity >= BookLimits.PeakBound))
            return BookReason.InvalidQuantity;
        if (isOfAuction && c.Spec.Type == OrderType.Market && c.Spec.Price == 0) return BookReason.InvalidOrder;
        if (isOfAuction && (c.Spec.Amount != 0 || c.Spec.MinQuantity != 0)) return BookReason.InvalidOrder;
        var isAlone = c.Spec.Instructions.Class == OrderClass.Simple && c.LinkedOrderId == 0 && c.TakeProfitId == 0
            && c.StopLossId == 0;
        if (isOfAuction && !isAlone) return BookReason.InvalidOrder;
        if (stop && !IsPrice(c.Spec.StopPrice)) return BookReason.InvalidPrice;
        if (!trails && (c.Spec.TrailAmount != 0 || c.Spec.TrailBasisPoints != 0)) return BookReason.InvalidOrder;
        if (trails && TrailRefusal(c) is not BookReason.None and var trail) return trail;
        if (trails && c.Spec.StopPrice != 0 && !IsPrice(c.Spec.StopPrice)) return BookReason.InvalidPrice;
        if (trails && LastPrice is null) return BookReason.InvalidPrice;
        var links = LinkRefusal(c, rests);
        if (links != BookReason.None) return links;
        var waits = stop || trails;
        var mayEnter = waits || isOfAuction || (c.Spec.Type == OrderType.Limit && rests && c.Spec.MinQuantity == 0);
        var taken = Session == SessionState.Open
            ? c.Spec.TimeInForce != TimeInForce.Opg
            : Session is SessionState.Auction or SessionState.Closed && mayEnter;
        if (!taken) return BookReason.Session;
        return Find(c.OrderId) is null ? BookReason.None : BookReason.DuplicateOrder;
    }

    private static BookReason TrailRefusal(BookCommand c)
    {
        if (c.Spec.TrailAmount is < 0 or > BookLimits.PriceBound || c.Spec.TrailBasisPoints is < 0 or > 9_999)
            return BookReason.InvalidPrice;
        return c.Spec.TrailAmount > 0 == c.Spec.TrailBasisPoints > 0 ? BookReason.InvalidOrder : BookReason.None;
    }

    private BookReason LinkRefusal(BookCommand c, bool rests)
    {
        var exits = new[] { c.TakeProfitId, c.StopLossId }.Where(id => id != 0).ToList();
        if (c.LinkedOrderId != 0)
        {
            if (exits.Count > 0 || c.Spec.Type == OrderType.Market || c.Spec.Instructions.Class == OrderClass.Oco)
                return BookReason.InvalidOrder;
            if (c.Spec.Type == OrderType.Limit && !rests) return BookReason.InvalidOrder;
            var other = Find(c.LinkedOrderId);
            if (other is null || other.Account != c.Account) return BookReason.NotOpen;
            var linked = other.Pair ?? other.Entry ?? other.TakeProfit ?? other.StopLoss;
            return linked is null ? BookReason.None : BookReason.InvalidOrder;
        }
        var isPair = c.Spec.Instructions.Class == OrderClass.Oco;
        if (exits.Count == 0) return isPair ? BookReason.InvalidOrder : BookReason.None;
        if (c.Spec.Type >= OrderType.Stop || exits.Exists(id => id < 0)) return BookReason.InvalidOrder;
        if (isPair && (c.Spec.Type != OrderType.Limit || !rests || c.TakeProfitId != 0)) return BookReason.InvalidOrder;
        if (c.TakeProfitId != 0 && !IsPrice(c.Spec.TakeProfitPrice)) return BookReason.InvalidPrice;
        long[] loss = [c.Spec.StopLossPrice, c.Spec.StopLossLimit, c.Spec.StopLossWorst];
        if (c.StopLossId != 0 && !loss.All(IsPrice)) return BookReason.InvalidPrice;
        if (exits.Count == 2 && c.Spec.TakeProfitPrice > c.Spec.StopLossPrice != (c.Spec.Side == Side.Buy))
            return BookReason.InvalidPrice;
        if (isPair && c.Spec.Price > c.Spec.StopLossPrice != (c.Spec.Side == Side.Sell)) return BookReason.InvalidPrice;
        var ids = exits.Append(c.OrderId).ToList();
        if (ids.Distinct().Count() != ids.Count || exits.Exists(id => Find(id) is not null)) return BookReason.DuplicateOrder;
        return BookReason.None;
    }
}
