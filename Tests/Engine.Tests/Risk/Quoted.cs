using TradingOps.Engine.Risk;

namespace TradingOps.Engine.Tests.Risk;

/// <summary>Prices of an open market whose quote is firm.</summary>
internal static class Quoted
{
    public static Mark Of(decimal? bid, decimal? ask, decimal? last) => new(bid, ask, last)
    {
        IsOpen = true,
        Price = bid is not null && ask is not null ? (bid + ask) / 2
            : last is { } price ? Math.Min(Math.Max(price, bid ?? price), ask ?? price)
            : null,
    };
}
