using TradingOps.Engine.Settlement;

namespace TradingOps.Grains.Settlement;

/// <summary>An official price of a day.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Price">The price, in currency.</param>
/// <param name="Official">Its day and kind, and who entered it.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.official-price-view")]
public sealed record OfficialPriceView(string Symbol, decimal Price, OfficialPrice Official);
