using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Accounts;

namespace TradingOps.Client.Accounts;

/// <summary>What fills of an asset class cost.</summary>
internal sealed record ClassFeesBody : StrictBody
{
    public FeeRateBody? Maker { get; init; }

    public FeeRateBody? Taker { get; init; }

    public IEnumerable<FeeValue> ToValues(AssetClass asset)
    {
        if (Maker is { } maker) yield return new(asset, IsMaker: true, maker.PerUnit, maker.BasisPoints);
        if (Taker is { } taker) yield return new(asset, IsMaker: false, taker.PerUnit, taker.BasisPoints);
    }

    /// <summary>The first field that is not known or out of its range, or null.</summary>
    public (TradingError Code, string Detail)? FindWrong(string name) => Unknown is { Count: > 0 }
        ? FeesBody.UnknownField($"{name}.{Unknown.Keys.First()}")
        : Maker?.FindWrong($"{name}.maker") ?? Taker?.FindWrong($"{name}.taker");
}
