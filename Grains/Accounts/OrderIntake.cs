using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Books;
using TradingOps.Grains.Instruments;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

/// <summary>Turns an order as its owner sends it into ticks and lots, or says what is wrong with it.</summary>
internal static class OrderIntake
{
    /// <summary>The order for its market, or null with the answer to give.</summary>
    public static PlaceOrder? Read(
        OrderRequest request, InstrumentCatalogue catalogue, out Instrument instrument, out SubmitResult? error)
    {
        if (!catalogue.TryGet(request.Symbol, out instrument!))
        {
            error = new(SubmitOutcome.NotFound, null, UnknownSymbol.Code,
                UnknownSymbol.Explain(request.Symbol, catalogue.FindNearest(request.Symbol)));
            return null;
        }
        error = Check(request, instrument, out var quantity, out var display, out var price, out var stop);
        if (error is not null) return null;
        return new()
        {
            ClientOrderId = request.ClientOrderId,
            Side = request.Side,
            Type = request.Type,
            TimeInForce = request.TimeInForce,
            SelfTradePrevention = request.SelfTradePrevention,
            PostOnly = request.PostOnly,
            Price = price,
            StopPrice = stop,
            Quantity = quantity,
            DisplayQuantity = display,
            ExpireAt = request.ExpireAt is { } at ? Time.ToMicroseconds(at) : 0,
        };
    }

    private static SubmitResult? Check(
        OrderRequest request, Instrument instrument, out long quantity, out long display, out long price, out long stop)
    {
        (display, price, stop) = (0, 0, 0);
        if (!instrument.TryToLots(request.Quantity, out quantity) || quantity <= 0)
            return Invalid("invalid_quantity", $"qty {request.Quantity} is not a positive multiple of {instrument.LotSize}");
        if (request.Quantity < instrument.MinQuantity || request.Quantity > instrument.MaxQuantity)
            return Invalid("invalid_quantity",
                $"qty {request.Quantity} is not between {instrument.MinQuantity} and {instrument.MaxQuantity}");
        if (request.AssetClass is { } asset && asset != instrument.AssetClass)
            return Invalid("asset_class_mismatch",
                $"asset_class {NameOf(asset)} is not that of {instrument.Symbol}, {NameOf(instrument.AssetClass)}");
        if (FindContradiction(request) is { } contradiction) return contradiction;
        if (request.DisplayQuantity is { } shown
            && (!instrument.TryToLots(shown, out display) || display <= 0 || display >= quantity))
            return Invalid(
                "invalid_display_quantity", $"display_qty {shown} is not a positive multiple of the lot, less than qty");
        if (display > 0 && quantity / display >= BookLimits.PeakBound)
            return Invalid("invalid_display_quantity",
                $"display_qty {request.DisplayQuantity} is less than one part in {BookLimits.PeakBound} of qty");
        return CheckPrice(
            request.LimitPrice, "limit_price", request.Type is OrderType.Limit or OrderType.StopLimit, instrument, out price)
            ?? CheckPrice(
                request.StopPrice, "stop_price", request.Type is OrderType.Stop or OrderType.StopLimit, instrument, out stop)
            ?? CheckTime(request);
    }

    /// <summary>What does not go together, as the book would refuse it.</summary>
    private static SubmitResult? FindContradiction(OrderRequest request)
    {
        var rests = request.TimeInForce is not (TimeInForce.Ioc or TimeInForce.Fok);
        if (!rests && request.Type is OrderType.Stop or OrderType.StopLimit)
            return Invalid("invalid_time_in_force",
                $"time_in_force {NameOf(request.TimeInForce)} does not go with a stop");
        if (request.PostOnly && (request.Type != OrderType.Limit || !rests))
            return Invalid("invalid_post_only", "post_only true goes with limit orders that may rest");
        return request.DisplayQuantity is { } shown && (!rests || request.Type is not (OrderType.Limit or OrderType.StopLimit))
            ? Invalid("invalid_display_quantity", $"display_qty {shown} goes with orders at a limit that may rest")
            : null;
    }

    private static SubmitResult? CheckPrice(decimal? price, string field, bool isNeeded, Instrument instrument, out long ticks)
    {
        ticks = 0;
        if (price is not { } given)
            return isNeeded ? Invalid("missing_field", $"{field} is needed for this type of order") : null;
        if (!isNeeded) return Invalid("unexpected_field", $"{field} {given} does not go with this type of order");
        if (!instrument.TryToTicks(given, out ticks))
            return Invalid("price_not_on_tick", $"{field} {given} is not a multiple of {instrument.TickSize}");
        return ticks > 0 ? null : Invalid("invalid_price", $"{field} {given} is not positive");
    }

    private static SubmitResult? CheckTime(OrderRequest request) =>
        request.Type == OrderType.Market && request.TimeInForce is TimeInForce.Ioc or TimeInForce.Gtd
        ? Invalid("invalid_time_in_force",
            $"time_in_force {NameOf(request.TimeInForce)} does not go with a market order, which never rests: day, gtc or fok")
        : (request.TimeInForce == TimeInForce.Gtd) == request.ExpireAt.HasValue
        ? null
        : Invalid("invalid_expire_at",
            $"expire_at {request.ExpireAt?.ToString("O") ?? "null"} does not go with time_in_force {NameOf(request.TimeInForce)}"
            + ": gtd needs one, the others take none");

    private static string NameOf(AssetClass asset) => asset.ToString().ToUpperInvariant();

    private static string NameOf(TimeInForce time) => time.ToString().ToLowerInvariant();

    private static SubmitResult Invalid(string code, string detail) => new(SubmitOutcome.Invalid, null, code, detail);
}
