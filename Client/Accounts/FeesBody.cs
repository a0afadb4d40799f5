using System.Collections.Immutable;
using TradingOps.Bodies;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
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

        ClassFeesBody Of(AssetClass asset) => new()
        {
            Maker = Rate(asset, Liquidity.Maker),
            Taker = Rate(asset, Liquidity.Taker),
            Auction = Rate(asset, Liquidity.Auction),
        };

        FeeRateBody Rate(AssetClass asset, Liquidity liquidity)
        {
            var fee = fees.FirstOrDefault(f => f.AssetClass == asset && f.Liquidity == liquidity);
            return new() { PerUnit = fee.PerUnit, BasisPoints = fee.BasisPoints };
        }
    }

    public ImmutableArray<FeeValue> ToValues() =>
    [
        .. Equity?.ToValues(AssetClass.Equity) ?? [],
        .. Options?.ToValues(AssetClass.Options) ?? [],
        .. Futures?.ToValues(AssetClass.Futures) ?? [],
    ];

    /// <summary>The first field that is not known or out of its range, or null.</summary>
    public (TradingError Code, string Detail)? FindWrong() => Unknown is { Count: > 0 }
        ? UnknownField(Unknown.Keys.First())
        : Equity?.FindWrong("equity") ?? Options?.FindWrong("options") ?? Futures?.FindWrong("futures");

    /// <summary>That there is no such field among the fees.</summary>
    internal static (TradingError Code, string Detail) UnknownField(string name) =>
        (TradingError.UnknownField, $"field 'fees.{Excerpt.Of(name)}' is not known");
}
