using TradingOps.Grains.Settlement;

namespace TradingOps.Client.Prices;

/// <summary>An official price in the shape of the API.</summary>
internal sealed record PriceBody(string Symbol, DateOnly Day, string Kind, decimal Price, string EnteredBy, string? ConfirmedBy)
{
    public static PriceBody From(OfficialPriceView view) => new(
        view.Symbol, view.Official.Day, PriceWords.Kinds[view.Official.Kind], view.Price, view.Official.EnteredBy,
        view.Official.ConfirmedBy);
}
