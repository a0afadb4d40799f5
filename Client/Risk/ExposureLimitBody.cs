using TradingOps.Bodies;
using TradingOps.Bodies.Orders;
using TradingOps.Client.Orders;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Risk;

namespace TradingOps.Client.Risk;

/// <summary>
/// A limit on exposure: of an asset class, of an underlying, of both or of everything. A maximum that is 0 or left out stands for
/// any.
/// </summary>
internal sealed record ExposureLimitBody : StrictBody
{
    /// <summary>Most limits of an account, a desk or the firm.</summary>
    public const int MaxLimits = 100;

    private const decimal Most = 1_000_000_000_000_000;

    public string? AssetClass { get; init; }

    public string? Underlying { get; init; }

    public decimal? MaxGross { get; init; }

    public decimal? MaxNet { get; init; }

    /// <summary>Shares or contracts of each symbol; of an account only.</summary>
    public decimal? MaxPosition { get; init; }

    public static ExposureLimitBody From(ExposureLimitValue l) => new()
    {
        AssetClass = l.AssetClass is { } asset ? Words.AssetClasses[asset] : null,
        Underlying = l.Underlying,
        MaxGross = l.MaxGross,
        MaxNet = l.MaxNet,
        MaxPosition = l.MaxPosition,
    };

    public ExposureLimitValue ToValue() => new(ReadClass(), Underlying, MaxGross ?? 0, MaxNet ?? 0, MaxPosition ?? 0);

    /// <summary>What is wrong with one of some limits, or null.</summary>
    /// <param name="field">The field that has them.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="isOfGroup">Whether they are those of a desk or the firm.</param>
    public static (TradingError Code, string Detail)? FindWrong(string field, ExposureLimitBody?[]? limits, bool isOfGroup)
    {
        if (limits is { Length: > MaxLimits })
            return (TradingError.InvalidLimits, $"{field} has {limits.Length} limits, at most {MaxLimits} are allowed");
        for (var i = 0; i < limits?.Length; i++)
        {
            var name = $"{field}[{i}]";
            var wrong = limits[i] is { } limit
                ? limit.FindWrong(name, isOfGroup)
                : (TradingError.InvalidLimits, $"{name} is null");
            if (wrong is not null) return wrong;
        }
        return null;
    }

    private (TradingError Code, string Detail)? FindWrong(string name, bool isOfGroup)
    {
        if (Unknown is { Count: > 0 }) return (TradingError.UnknownField, $"field '{name}.{Unknown.Keys.First()}' is not known");
        if (AssetClass is not null && ReadClass() is null)
            return (TradingError.InvalidLimits, Words.AssetClasses.Explain($"{name}.asset_class", AssetClass));
        if (Underlying is { Length: 0 or > OrderReader.MaxSymbolLength })
            return (TradingError.InvalidLimits, $"{name}.underlying must have 1 to {OrderReader.MaxSymbolLength} characters");
        if (isOfGroup && MaxPosition > 0)
            return (TradingError.InvalidLimits, $"{name}.max_position goes with the limits of an account");
        var isAny = MaxGross is null or 0 && MaxNet is null or 0 && MaxPosition is null or 0;
        if (isAny)
            return (
                TradingError.InvalidLimits, $"{name} limits nothing: one of max_gross, max_net and max_position is needed");
        return Check("max_gross", MaxGross) ?? Check("max_net", MaxNet) ?? Check("max_position", MaxPosition);

        (TradingError, string)? Check(string field, decimal? value) => value is < 0 or > Most
            ? (TradingError.InvalidLimits, $"{name}.{field} {value} is not between 0 and {Most}")
            : null;
    }

    private AssetClass? ReadClass() =>
        AssetClass is not null && Words.AssetClasses.TryRead(AssetClass, default, out var asset) ? asset : null;
}
