using TradingOps.Engine.Books;

namespace TradingOps.Grains.Orders;

/// <summary>A trade between two orders.</summary>
/// <param name="Id">Unique in the cluster.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Side">The taker's side; buy in an auction.</param>
/// <param name="Quantity">Shares or contracts.</param>
/// <param name="Price">In currency: the maker's price.</param>
/// <param name="At">When.</param>
/// <param name="TakerOrderId">The order that took; in an auction the buy order.</param>
/// <param name="TakerAccount">Its owner.</param>
/// <param name="MakerOrderId">The order that rested.</param>
/// <param name="MakerAccount">Its owner.</param>
/// <param name="IsAuction">It was made when an auction ended.</param>
/// <param name="TakerTag">The tag of the order that took.</param>
/// <param name="MakerTag">The tag of the order that rested.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.trade-view")]
public sealed record TradeView(
    string Id, string Symbol, Side Side, decimal Quantity, decimal Price, DateTimeOffset At,
    string TakerOrderId, string TakerAccount, string MakerOrderId, string MakerAccount, bool IsAuction,
    string? TakerTag, string? MakerTag)
{
    /// <summary>The price that it was corrected to; null where it stands as it was made.</summary>
    [Id(13)] public decimal? CorrectedPrice { get; init; }

    /// <summary>When it was busted; null where it was not.</summary>
    [Id(14)] public DateTimeOffset? BustedAt { get; init; }
}
