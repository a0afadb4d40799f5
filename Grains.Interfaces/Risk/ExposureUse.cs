namespace TradingOps.Grains.Risk;

/// <summary>A limit and what is used of it, in currency.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Gross">Sum of the values without sign.</param>
/// <param name="Long">Sum of the signed values, all buys filled.</param>
/// <param name="Short">The same with all sells filled, its sign turned.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.exposure-use")]
public sealed record ExposureUse(ExposureLimitValue Limit, decimal Gross, decimal Long, decimal Short);
