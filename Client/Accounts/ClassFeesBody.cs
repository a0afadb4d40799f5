using TradingOps.Bodies;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Accounts;

namespace TradingOps.Client.Accounts;

/// <summary>What fills of an asset class cost.</summary>
internal sealed record ClassFeesBody : StrictBody
{
    public FeeRateBody? Maker { get; init; }

    public FeeRateBody? Taker { get; init; }

    /// <summary>When an auction ends; that of <see cref="Taker"/> where it is left out.</summary>
    public FeeRateBody? Auction { get; init; }

    public IEnumerable<FeeValue> ToValues(AssetClass asset)
    {
        if (Maker is { } maker) yield return new(asset, Liquidity.Maker, maker.PerUnit, maker.BasisPoints);
        if (Taker is { } taker) yield return new(asset, Liquidity.Taker, taker.PerUnit, taker.BasisPoints);
        if (Auction is { } auction) yield return new(asset, Liquidity.Auction, auction.PerUnit, auction.BasisPoints);
    }

    /// <summary>The first field that is not known or out of its range, or null.</summary>
    public (TradingError Code, string Detail)? FindWrong(string name) => Unknown is { Count: > 0 }
        ? FeesBody.UnknownField($"{name}.{Unknown.Keys.First()}")
        : Maker?.FindWrong($"{name}.maker") ?? Taker?.FindWrong($"{name}.taker")
            ?? Auction?.FindWrong($"{name}.auction");
}
