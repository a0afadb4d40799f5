using TradingOps.Client.Problems;

namespace TradingOps.Client.Accounts;

/// <summary>What fills of an asset class cost.</summary>
internal sealed record ClassFeesBody : StrictBody
{
    public FeeRateBody? Maker { get; init; }

    public FeeRateBody? Taker { get; init; }
}
