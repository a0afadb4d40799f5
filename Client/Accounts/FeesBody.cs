using System.Collections.Immutable;
using TradingOps.Client.Problems;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Accounts;

namespace TradingOps.Client.Accounts;

/// <summary>What fills cost, by asset class; a class that is left out costs nothing.</summary>
internal sealed record FeesBody : StrictBody
{
    public ClassFeesBody? Equity { get; init; }

    public ClassFeesBody? Options { get; init; }

    public ClassFeesBody? Futures { get; init; }

    public static FeesBody From(ImmutableArray<FeeValue> fees)
    {
        return new() { Equity = Of(AssetClass.Equity), Options = Of(AssetClass.Options), Futures = Of(AssetClass.Futures) };

        ClassFeesBody Of(AssetClass asset) => new() { Maker = Rate(asset, isMaker: true), Taker = Rate(asset, isMaker: false) };

        FeeRateBody Rate(AssetClass asset, bool isMaker)
        {
            var fee = fees.FirstOrDefault(f => f.AssetClass == asset && f.IsMaker == isMaker);
            return new() { PerUnit = fee.PerUnit, BasisPoints = fee.BasisPoints };
        }
    }

    public ImmutableArray<FeeValue> ToValues() => [.. Rates().Select(r => r.ToValue())];

    /// <summary>The first rate that is out of its range, or null.</summary>
    public (string Code, string Detail)? FindWrong() =>
        Unknown is { Count: > 0 } ? UnknownField(Unknown.Keys.First())
        : Classes().FirstOrDefault(c => c.Fees?.Unknown is { Count: > 0 }) is { Fees: { } wrongFees } wrongClass
            ? UnknownField($"{wrongClass.Name}.{wrongFees.Unknown!.Keys.First()}")
        : Rates().Select(r => r.Rate.FindWrong(r.Name)).FirstOrDefault(wrong => wrong is not null);

    /// <summary>That there is no such field among the fees.</summary>
    internal static (string Code, string Detail) UnknownField(string name) =>
        ("unknown_field", $"field 'fees.{Excerpt.Of(name)}' is not known");

    private IEnumerable<(string Name, AssetClass Asset, ClassFeesBody? Fees)> Classes() =>
    [
        ("equity", AssetClass.Equity, Equity), ("options", AssetClass.Options, Options), ("futures", AssetClass.Futures, Futures),
    ];

    private IEnumerable<NamedRate> Rates()
    {
        foreach (var (name, asset, fees) in Classes())
        {
            if (fees?.Maker is { } maker) yield return new(name + ".maker", asset, true, maker);
            if (fees?.Taker is { } taker) yield return new(name + ".taker", asset, false, taker);
        }
    }

    private sealed record NamedRate(string Name, AssetClass Asset, bool IsMaker, FeeRateBody Rate)
    {
        public FeeValue ToValue() => new(Asset, IsMaker, Rate.PerUnit, Rate.BasisPoints);
    }
}
