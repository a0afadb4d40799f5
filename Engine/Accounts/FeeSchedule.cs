using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;

namespace TradingOps.Engine.Accounts;

/// <summary>What an account pays for its fills, by asset class. By default nothing.</summary>
public sealed record FeeSchedule
{
    /// <summary>Of shares.</summary>
    public ClassFees Equity { get; init; } = new();

    /// <summary>Of options.</summary>
    public ClassFees Options { get; init; } = new();

    /// <summary>Of futures.</summary>
    public ClassFees Futures { get; init; } = new();

    /// <summary>The fees of an asset class.</summary>
    public ClassFees Of(AssetClass asset) => asset switch
    {
        AssetClass.Equity => Equity,
        AssetClass.Options => Options,
        _ => Futures,
    };

    /// <summary>The rate of a fill.</summary>
    public FeeRate RateOf(AssetClass asset, Liquidity liquidity)
    {
        var fees = Of(asset);
        return liquidity switch
        {
            Liquidity.Maker => fees.Maker,
            Liquidity.Auction => fees.Auction ?? fees.Taker,
            _ => fees.Taker,
        };
    }
}
