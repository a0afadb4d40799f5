using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Risk;

/// <summary>
/// How much an account, a desk or the firm may be exposed in an asset class, in an underlying, in both or at all. A maximum of 0
/// stands for any.
/// </summary>
public sealed record ExposureLimit
{
    /// <summary>The class that is limited; null for all together.</summary>
    public AssetClass? AssetClass { get; init; }

    /// <summary>
    /// The underlying whose stock, options and futures are limited, as <see cref="Instrument.ExposureGroup"/> names it; null for
    /// all together.
    /// </summary>
    public string? Underlying { get; init; }

    /// <summary>Sum of the values without sign, in currency.</summary>
    public decimal MaxGross { get; init; }

    /// <summary>Sum of the signed values, long or short, in currency.</summary>
    public decimal MaxNet { get; init; }

    /// <summary>Shares or contracts of each symbol, long or short; of an account only.</summary>
    public decimal MaxPosition { get; init; }

    /// <summary>Whether it is about an instrument.</summary>
    public bool IsAbout(Instrument instrument) =>
        (AssetClass is not { } asset || asset == instrument.AssetClass)
        && (Underlying is null || Underlying == instrument.ExposureGroup);

    /// <summary>What is limited, for a person.</summary>
    public override string ToString() =>
        (AssetClass, Underlying) switch
        {
            (null, null) => "everything",
            ({ } asset, null) => $"{asset}",
            (null, { } underlying) => underlying,
            var (asset, underlying) => $"{asset} of {underlying}",
        };
}
