using TradingOps.Engine.Settlement;

namespace TradingOps.Grains.Settlement;

/// <summary>An official price that a person enters.</summary>
/// <param name="Day">The trading day.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Price">The price, in currency.</param>
/// <param name="Reason">Why, and where it comes from.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.new-official-price")]
public sealed record NewOfficialPrice(DateOnly Day, OfficialPriceKind Kind, decimal Price, string Reason);
