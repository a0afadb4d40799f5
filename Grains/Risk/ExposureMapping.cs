using System.Collections.Immutable;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Firm;

namespace TradingOps.Grains.Risk;

/// <summary>Limits on exposure, and exposure, between the wire and the Engine.</summary>
internal static class ExposureMapping
{
    /// <summary>A limit of the Engine.</summary>
    public static ExposureLimit ToLimit(this ExposureLimitValue value) => new()
    {
        AssetClass = value.AssetClass,
        Underlying = value.Underlying,
        MaxGross = value.MaxGross,
        MaxNet = value.MaxNet,
        MaxPosition = value.MaxPosition,
    };

    /// <summary>A limit on the wire.</summary>
    public static ExposureLimitValue ToValue(this ExposureLimit limit) =>
        new(limit.AssetClass, limit.Underlying, limit.MaxGross, limit.MaxNet, limit.MaxPosition);

    /// <summary>What is used of a limit.</summary>
    public static ExposureUse ToUse(this ExposureLimit limit, in Exposure used) =>
        new(limit.ToValue(), used.Gross, used.Long, used.Short);

    /// <summary>Exposure on the wire.</summary>
    public static ImmutableArray<ExposureFigures> ToFigures(this ExposureSums sums) =>
        [.. sums.Parts.Select(p => new ExposureFigures(p.Class, p.Underlying, p.Value.Gross, p.Value.Long, p.Value.Short))];

    /// <summary>Adds figures (<paramref name="sign"/> 1) or takes them away (-1).</summary>
    public static void Add(this ExposureSums sums, ImmutableArray<ExposureFigures> figures, int sign)
    {
        if (figures.IsDefault) return;
        foreach (var part in figures)
            sums.Add(part.AssetClass, part.Underlying, new(sign * part.Gross, sign * part.Long, sign * part.Short));
    }
}
