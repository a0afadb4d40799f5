using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Instruments;

namespace TradingOps.Grains.Orders;

/// <summary>
/// Turns an order as its owner sends it into ticks and lots, or says what is wrong with it, and turns it back.
/// </summary>
internal static class OrderConversion
{
    /// <summary>The order in ticks and lots, or null with the answer to give.</summary>
    public static OrderSpec? ToSpec(
        OrderRequest request, InstrumentCatalogue catalogue, out Instrument instrument, out SubmitResult? error)
    {
        if (!catalogue.TryGet(request.Symbol, out instrument!))
        {
            error = new(SubmitOutcome.NotFound, null, TradingError.UnknownSymbol,
                UnknownSymbol.Explain(request.Symbol, catalogue.FindNearest(request.Symbol)));
            return null;
        }
        error = Check(request, instrument, out var quantity, out var display, out var price, out var stop);
        if (error is not null) return null;
        return new()
        {
            Instructions = request.Instructions,
            Price = price,
            StopPrice = stop,
            Quantity = quantity,
            DisplayQuantity = display,
            ExpireAt = request.ExpireAt is { } at ? Time.ToMicroseconds(at) : 0,
        };
    }

    /// <summary>The request that an order came from.</summary>
    public static OrderRequest ToRequest(in OrderSpec order, string? clientOrderId, Instrument instrument) => new()
    {
        Symbol = instrument.Symbol,
        ClientOrderId = clientOrderId,
        Instructions = order.Instructions,
        Quantity = instrument.ToQuantity(order.Quantity),
        LimitPrice = order.Type.HasLimit() ? instrument.ToPrice(order.Price) : null,
        StopPrice = order.Type.HasStop() ? instrument.ToPrice(order.StopPrice) : null,
        DisplayQuantity = order.DisplayQuantity == 0 ? null : instrument.ToQuantity(order.DisplayQuantity),
        ExpireAt = order.ExpireAt == 0 ? null : Time.FromMicroseconds(order.ExpireAt),
    };

    private static SubmitResult? Check(
        OrderRequest request, Instrument instrument, out long quantity, out long display, out long price, out long stop)
    {
        (display, price, stop) = (0, 0, 0);
        if (!instrument.TryToLots(request.Quantity, out quantity) || quantity <= 0)
            return Invalid(
                TradingError.InvalidQuantity, $"qty {request.Quantity} is not a positive multiple of {instrument.LotSize}");
        if (request.Quantity < instrument.MinQuantity || request.Quantity > instrument.MaxQuantity)
            return Invalid(TradingError.InvalidQuantity,
                $"qty {request.Quantity} is not between {instrument.MinQuantity} and {instrument.MaxQuantity}");
        if (request.AssetClass is { } asset && asset != instrument.AssetClass)
            return Invalid(TradingError.AssetClassMismatch,
                $"asset_class {NameOf(asset)} is not that of {instrument.Symbol}, {NameOf(instrument.AssetClass)}");
        if (request.Instructions.FindContradiction() is { } contradiction)
            return Invalid(contradiction.Code, contradiction.Detail);
        if (request.DisplayQuantity is { } peak && !request.Type.AllowsDisplay(request.TimeInForce))
            return Invalid(TradingError.InvalidDisplayQuantity, $"display_qty {peak} goes with orders at a limit that may rest");
        if (request.DisplayQuantity is { } shown
            && (!instrument.TryToLots(shown, out display) || display <= 0 || display >= quantity))
            return Invalid(
                TradingError.InvalidDisplayQuantity, $"display_qty {shown} is not a positive multiple of the lot, less than qty");
        if (display > 0 && quantity / display >= BookLimits.PeakBound)
            return Invalid(TradingError.InvalidDisplayQuantity,
                $"display_qty {request.DisplayQuantity} is less than one part in {BookLimits.PeakBound} of qty");
        return CheckPrice(
            request.LimitPrice, "limit_price", request.Type.HasLimit(), instrument, out price)
            ?? CheckPrice(request.StopPrice, "stop_price", request.Type.HasStop(), instrument, out stop)
            ?? CheckTime(request);
    }

    private static SubmitResult? CheckPrice(decimal? price, string field, bool isNeeded, Instrument instrument, out long ticks)
    {
        ticks = 0;
        if (price is not { } given)
            return isNeeded ? Invalid(TradingError.MissingField, $"{field} is needed for this type of order") : null;
        if (!isNeeded) return Invalid(TradingError.UnexpectedField, $"{field} {given} does not go with this type of order");
        if (!instrument.TryToTicks(given, out ticks))
            return Invalid(TradingError.PriceNotOnTick, $"{field} {given} is not a multiple of {instrument.TickSize}");
        return ticks > 0 ? null : Invalid(TradingError.InvalidPrice, $"{field} {given} is not positive");
    }

    private static SubmitResult? CheckTime(OrderRequest request) =>
        (request.TimeInForce == TimeInForce.Gtd) == request.ExpireAt.HasValue
        ? null
        : Invalid(TradingError.InvalidExpireAt,
            $"expire_at {request.ExpireAt?.ToString("O") ?? "null"} does not go with time_in_force "
            + $"{request.TimeInForce.ToString().ToLowerInvariant()}: gtd needs one, the others take none");

    private static string NameOf(AssetClass asset) => asset.ToString().ToUpperInvariant();

    private static SubmitResult Invalid(TradingError code, string detail) => new(SubmitOutcome.Invalid, null, code, detail);
}
