using TradingOps.Engine.Errors;

namespace TradingOps.Grains.Settlement;

/// <summary>What became of a <see cref="NewOfficialPrice"/>.</summary>
/// <param name="Price">As it stands now; null if it was refused.</param>
/// <param name="Code">Why it was refused.</param>
/// <param name="Detail">The same for a person.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.price-answer")]
public sealed record PriceAnswer(OfficialPriceView? Price, TradingError? Code = null, string? Detail = null);
