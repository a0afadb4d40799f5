using TradingOps.Engine.Settlement;

namespace TradingOps.Grains.Settlement;

/// <summary>Wire form of <see cref="OfficialPrice"/>, which is the Engine's own.</summary>
[GenerateSerializer]
[Alias("tradingops.official-price")]
public struct OfficialPriceSurrogate
{
    [Id(0)] internal DateOnly Day;
    [Id(1)] internal OfficialPriceKind Kind;
    [Id(2)] internal long Parts;
    [Id(3)] internal string EnteredBy;
    [Id(4)] internal string? ConfirmedBy;
}
