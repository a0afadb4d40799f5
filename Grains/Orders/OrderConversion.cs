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
    /// <param name="request">The order.</param>
    /// <param name="catalogue">The instruments.</param>
    /// <param name="instrument">Its instrument.</param>
    /// <param name="error">The answer to give.</param>
    /// <param name="isRemainder">Whether it is what is left of an order, which may be less than the smallest order.</param>
    public static OrderSpec? ToSpec(
        OrderRequest request, InstrumentCatalogue catalogue, out Instrument instrument, out SubmitResult? error,
        bool isRemainder = false)
    {
        if (!catalogue.TryGet(request.Symbol, out instrument!))
        {
            error = new(SubmitOutcome.NotFound, null, TradingError.UnknownSymbol,
                UnknownSymbol.Explain(request.Symbol, catalogue.FindNearest(request.Symbol)));
            return null;
        }
        var reader = new OrderUnits(request, instrument, isRemainder);
        var spec = reader.Read();
        error = reader.Error;
        return error is null ? spec : null;
    }

    /// <summary>Says that an order is to expire before it begins.</summary>
    public static string ExplainExpireAt(OrderRequest request) => $"expire_at {request.ExpireAt:O} is not later than now";

    /// <summary>The request that an order came from.</summary>
    public static OrderRequest ToRequest(in OrderSpec order, string? clientOrderId, string? tag, Instrument instrument) => new()
    {
        Symbol = instrument.Symbol,
        ClientOrderId = clientOrderId,
        Tag = tag,
        // What the instrument made of it is not what the owner asked for; that it shows nothing, its quantity says.
        Instructions = order.Instructions with { RestsAtWorst = false, Hidden = false },
        Quantity = instrument.ToQuantity(order.Quantity),
        LimitPrice = order.Type.HasLimit() ? instrument.ToPrice(order.Price) : null,
        StopPrice = order.Type.HasStop() ? instrument.ToPrice(order.StopPrice) : null,
        DisplayQuantity = order.DisplayQuantity == 0 && !order.Instructions.Hidden
            ? null
            : instrument.ToQuantity(order.DisplayQuantity),
        ExpireAt = order.ExpireAt == 0 ? null : Time.FromMicroseconds(order.ExpireAt),
        Notional = order.Amount == 0 ? null : order.Amount * instrument.AmountStep,
        TrailPrice = PriceOf(order.TrailAmount, instrument),
        TrailPercent = order.TrailBasisPoints == 0 ? null : OrderProjection.TrailOf(order, instrument),
        MaxSlippage = PriceOf(order.MaxSlippage, instrument),
        MinQuantity = order.MinQuantity == 0 ? null : instrument.ToQuantity(order.MinQuantity),
        TakeProfitPrice = PriceOf(order.TakeProfitPrice, instrument),
        StopLossPrice = PriceOf(order.StopLossPrice, instrument),
        StopLossLimit = PriceOf(order.StopLossLimit, instrument),
    };

    private static decimal? PriceOf(long ticks, Instrument instrument) => ticks == 0 ? null : instrument.ToPrice(ticks);
}
