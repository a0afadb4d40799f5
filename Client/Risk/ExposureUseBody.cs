using TradingOps.Bodies;
using TradingOps.Bodies.Orders;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Risk;

namespace TradingOps.Client.Risk;

/// <summary>A limit, and what positions and open orders use of it.</summary>
internal sealed record ExposureUseBody(
    string? AssetClass, string? Underlying, decimal MaxGross, decimal MaxNet, decimal Gross, decimal Net)
{
    public static ExposureUseBody From(ExposureUse u) => new(
        u.Limit.AssetClass is { } asset ? Words.AssetClasses[asset] : null, u.Limit.Underlying, u.Limit.MaxGross, u.Limit.MaxNet,
        Rounding.Money(u.Gross), Rounding.Money(new Exposure(u.Gross, u.Long, u.Short).Net));
}
