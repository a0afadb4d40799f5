using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;

namespace TradingOps.Grains.Orders;

/// <summary>Reads one order request in the units of its instrument. The first thing that is wrong is kept.</summary>
/// <param name="request">The order.</param>
/// <param name="instrument">Its instrument.</param>
/// <param name="isRemainder">Whether it is what is left of an order, which may be less than the smallest order.</param>
internal sealed class OrderUnits(OrderRequest request, Instrument instrument, bool isRemainder)
{
    private OrderType Type => request.Type;

    /// <summary>What is wrong; null if nothing is.</summary>
    public SubmitResult? Error { get; private set; }

    /// <summary>The order in ticks and lots; meaningless with an <see cref="Error"/>.</summary>
    public OrderSpec Read()
    {
        var (quantity, amount) = ReadSize();
        CheckClass();
        return new()
        {
            Instructions = request.Instructions with { Hidden = request.DisplayQuantity == 0 },
            Quantity = quantity,
            DisplayQuantity = ReadDisplay(quantity),
            Price = ReadPrice(request.LimitPrice, "limit_price", Type.HasLimit()),
            StopPrice = ReadPrice(request.StopPrice, "stop_price", Type.HasStop()),
            ExpireAt = ReadTime(),
            Amount = amount,
            TrailAmount = ReadTrail(out var basisPoints),
            TrailBasisPoints = basisPoints,
            MaxSlippage = ReadSlippage(),
            MinQuantity = ReadMinimum(quantity),
            TakeProfitPrice = ReadExit(request.TakeProfitPrice, "take_profit.limit_price"),
            StopLossPrice = ReadExit(request.StopLossPrice, "stop_loss.stop_price"),
            StopLossLimit = ReadExit(request.StopLossLimit, "stop_loss.limit_price"),
        };
    }

    private (long Lots, long Amount) ReadSize()
    {
        if (request.Notional is { } notional) return (0, ReadNotional(notional));
        if (!instrument.TryToLots(request.Quantity, out var lots) || lots <= 0)
            Refuse(TradingError.InvalidQuantity, $"qty {request.Quantity} is not a positive multiple of {instrument.LotSize}");
        else if ((request.Quantity < instrument.MinQuantity && !isRemainder) || request.Quantity > instrument.MaxQuantity)
            Refuse(TradingError.InvalidQuantity,
                $"qty {request.Quantity} is not between {instrument.MinQuantity} and {instrument.MaxQuantity}");
        return (lots, 0);
    }

    private long ReadNotional(decimal notional)
    {
        if (request.Quantity != 0)
            return Refuse(TradingError.InvalidNotional, $"notional {notional} does not go with qty {request.Quantity}");
        if (Type != OrderType.Market || request.Side != Side.Buy || request.Instructions.ReduceOnly)
            return Refuse(TradingError.InvalidNotional, $"notional {notional} goes with market buys");
        if (notional > 0 && notional <= Instrument.MaxUnits * (decimal)Instrument.MaxUnits * instrument.AmountStep)
        {
            var amount = decimal.Floor(notional / instrument.AmountStep);
            if (amount > 0 && amount * instrument.AmountStep == notional) return (long)amount;
        }
        return Refuse(TradingError.InvalidNotional,
            $"notional {notional} is not a positive multiple of {instrument.AmountStep}, or is too large");
    }

    private void CheckClass()
    {
        if (request.AssetClass is { } asset && asset != instrument.AssetClass)
            Refuse(TradingError.AssetClassMismatch,
                $"asset_class {NameOf(asset)} is not that of {instrument.Symbol}, {NameOf(instrument.AssetClass)}");
        if (request.Instructions.FindContradiction() is { } contradiction) Refuse(contradiction.Code, contradiction.Detail);
        var isAlone = request is { Notional: null, MinQuantity: null, Instructions.Class: OrderClass.Simple };
        if (request.TimeInForce.IsOfAuction() && !isAlone)
            Refuse(
                TradingError.InvalidTimeInForce,
                "time_in_force opg and cls go with a single order by qty, without notional, min_qty and order_class");
        CheckExits();
    }

    private void CheckExits()
    {
        var (profit, loss) = (request.TakeProfitPrice is not null, request.StopLossPrice is not null);
        var isSound = request.Instructions.Class switch
        {
            OrderClass.Simple => !profit && !loss,
            OrderClass.Bracket => profit && loss,
            OrderClass.Oto => profit != loss,
            // The order itself takes the profit, at its limit price.
            _ => !profit && loss,
        };
        if (!isSound)
        {
            Refuse(TradingError.InvalidExit,
                "order_class bracket needs take_profit and stop_loss, oto one of them, oco both, simple takes none");
            return;
        }
        if (request.StopLossLimit is { } limit && !loss)
            Refuse(TradingError.InvalidExit, $"stop_loss.limit_price {limit} needs stop_loss.stop_price");
        if (request.Instructions.Class == OrderClass.Simple) return;
        if (request.Instructions.ReduceOnly && request.Instructions.Class != OrderClass.Oco)
            Refuse(TradingError.InvalidReduceOnly, "reduce_only true goes with order_class simple and oco");
        if (Type.Waits())
            Refuse(TradingError.InvalidExit, "an order with exits is a market or limit order");
        var isUp = request.Instructions.ExitSide == Side.Sell;
        var takeProfit = request.Instructions.Class == OrderClass.Oco ? request.LimitPrice : request.TakeProfitPrice;
        if (takeProfit is { } high && request.StopLossPrice is { } low && high > low != isUp)
            Refuse(TradingError.InvalidExit,
                $"take_profit.limit_price {high} must be {(isUp ? "above" : "below")} stop_loss.stop_price {low}");
        if (request.Instructions.Class == OrderClass.Oco && !Type.RestsAtLimit(request.TimeInForce))
            Refuse(TradingError.InvalidExit, "order_class oco goes with day, gtc and gtd");
    }

    private long ReadDisplay(long quantity)
    {
        if (request.DisplayQuantity is not { } shown) return 0;
        if (!Type.AllowsDisplay(request.TimeInForce))
            return Refuse(
                TradingError.InvalidDisplayQuantity, $"display_qty {shown} goes with orders at a limit that may rest");
        if (shown == 0) return 0;
        if (!instrument.TryToLots(shown, out var display) || display <= 0 || display >= quantity)
            return Refuse(
                TradingError.InvalidDisplayQuantity,
                $"display_qty {shown} is not a positive multiple of the lot, less than qty");
        return quantity / display < BookLimits.PeakBound ? display : Refuse(
            TradingError.InvalidDisplayQuantity,
            $"display_qty {shown} is less than one part in {BookLimits.PeakBound} of qty");
    }

    private long ReadPrice(decimal? price, string field, bool isNeeded)
    {
        if (price is not { } given)
            return isNeeded ? Refuse(TradingError.MissingField, $"{field} is needed for this type of order") : 0;
        return isNeeded
            ? ReadTicks(given, field)
            : Refuse(TradingError.UnexpectedField, $"{field} {given} does not go with this type of order");
    }

    private long ReadTicks(decimal price, string field)
    {
        if (!instrument.TryToTicks(price, out var ticks))
            return Refuse(TradingError.PriceNotOnTick, $"{field} {price} is not a multiple of {instrument.TickSize}");
        return ticks >= instrument.LowestPrice
            ? ticks
            : Refuse(TradingError.InvalidPrice, $"{field} {price} is not positive");
    }

    private long ReadExit(decimal? price, string field) => price switch
    {
        null => 0,
        0 => Refuse(TradingError.InvalidPrice, $"{field} 0 is not taken for an exit"),
        _ => ReadTicks(price.Value, field),
    };

    private long ReadTrail(out int basisPoints)
    {
        basisPoints = 0;
        var (price, percent) = (request.TrailPrice, request.TrailPercent);
        if (Type != OrderType.TrailingStop)
        {
            if ((price ?? percent) is { } unexpected)
                Refuse(TradingError.UnexpectedField, $"a trail of {unexpected} goes with type trailing_stop");
            return 0;
        }
        if (price.HasValue == percent.HasValue)
            return Refuse(
                TradingError.MissingField, "one of trail_price and trail_percent is needed for type trailing_stop");
        if (price is { } distance)
            return instrument.TryToTicks(distance, out var ticks) && ticks > 0 ? ticks : Refuse(
                TradingError.InvalidPrice, $"trail_price {distance} is not a positive multiple of {instrument.TickSize}");
        var points = percent is >= 0.01m and <= 99.99m ? percent.Value * 100 : 0;
        if (points == 0 || points != decimal.Truncate(points))
            return Refuse(
                TradingError.InvalidPrice, $"trail_percent {percent} is not between 0.01 and 99.99 in steps of 0.01");
        basisPoints = (int)points;
        return 0;
    }

    private long ReadSlippage()
    {
        if (request.MaxSlippage is not { } slippage) return 0;
        if (Type.HasLimit())
            return Refuse(TradingError.InvalidMaxSlippage, $"max_slippage {slippage} goes with orders without a limit price");
        return instrument.TryToTicks(slippage, out var ticks) && ticks > 0 ? ticks : Refuse(
            TradingError.InvalidMaxSlippage, $"max_slippage {slippage} is not a positive multiple of {instrument.TickSize}");
    }

    private long ReadMinimum(long quantity)
    {
        if (request.MinQuantity is not { } least) return 0;
        if (request.Notional is not null || request.TimeInForce == TimeInForce.Fok || request.Instructions.PostOnly)
            return Refuse(TradingError.InvalidMinQuantity, $"min_qty {least} does not go with notional, fok and post_only");
        return instrument.TryToLots(least, out var lots) && lots > 0 && lots <= quantity ? lots : Refuse(
            TradingError.InvalidMinQuantity, $"min_qty {least} is not a positive multiple of the lot, at most qty");
    }

    private long ReadTime()
    {
        if ((request.TimeInForce == TimeInForce.Gtd) != request.ExpireAt.HasValue)
            return Refuse(TradingError.InvalidExpireAt,
                $"expire_at {request.ExpireAt?.ToString("O") ?? "null"} does not go with time_in_force "
                + $"{request.TimeInForce.ToString().ToLowerInvariant()}: gtd needs one, the others take none");
        return request.ExpireAt is { } at ? Time.ToMicroseconds(at) : 0;
    }

    private static string NameOf(AssetClass asset) => asset.ToString().ToUpperInvariant();

    private long Refuse(TradingError code, string detail)
    {
        Error ??= new(SubmitOutcome.Invalid, null, code, detail);
        return 0;
    }
}
