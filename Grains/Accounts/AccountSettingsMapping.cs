using System.Collections.Immutable;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Margin;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Risk;

namespace TradingOps.Grains.Accounts;

/// <summary>Limits and fees between the wire and the Engine.</summary>
internal static class AccountSettingsMapping
{
    /// <summary>Limits with changes.</summary>
    public static AccountLimits With(this AccountLimits limits, LimitValues? change) => change is null ? limits : new()
    {
        Margin = change.Margin ?? limits.Margin,
        Leverage = change.Leverage ?? (change.Margin is { } model ? LeverageOf(model) : limits.Leverage),
        MaxOrdersPerSecond = change.MaxOrdersPerSecond ?? limits.MaxOrdersPerSecond,
        MaxOpenOrders = change.MaxOpenOrders ?? limits.MaxOpenOrders,
        MaxOrderQuantity = change.MaxOrderQuantity ?? limits.MaxOrderQuantity,
        MaxOrderNotional = change.MaxOrderNotional ?? limits.MaxOrderNotional,
        PriceCollar = change.PriceCollar ?? limits.PriceCollar,
        CollarTicks = change.CollarTicks ?? limits.CollarTicks,
        DuplicateWindow = change.DuplicateWindow ?? limits.DuplicateWindow,
        MaxPosition = change.MaxPosition ?? limits.MaxPosition,
        CheckBuyingPower = change.CheckBuyingPower ?? limits.CheckBuyingPower,
        IsOutside = change.IsOutside ?? limits.IsOutside,
        AssetClasses = change.AssetClasses ?? limits.AssetClasses,
        Symbols = change.Symbols ?? limits.Symbols,
        IsLongOnly = change.IsLongOnly ?? limits.IsLongOnly,
        Exposure = change.Exposure is { } exposure ? [.. exposure.Select(e => e.ToLimit())] : limits.Exposure,
        SoftDailyLoss = change.SoftDailyLoss ?? limits.SoftDailyLoss,
        HardDailyLoss = change.HardDailyLoss ?? limits.HardDailyLoss,
        MaxDrawdown = change.MaxDrawdown ?? limits.MaxDrawdown,
    };

    /// <summary>All limits.</summary>
    public static LimitValues ToValues(this AccountLimits limits) => new()
    {
        Margin = limits.Margin,
        Leverage = limits.Leverage,
        MaxOrdersPerSecond = limits.MaxOrdersPerSecond,
        MaxOpenOrders = limits.MaxOpenOrders,
        MaxOrderQuantity = limits.MaxOrderQuantity,
        MaxOrderNotional = limits.MaxOrderNotional,
        PriceCollar = limits.PriceCollar,
        CollarTicks = limits.CollarTicks,
        DuplicateWindow = limits.DuplicateWindow,
        MaxPosition = limits.MaxPosition,
        CheckBuyingPower = limits.CheckBuyingPower,
        IsOutside = limits.IsOutside,
        AssetClasses = [.. limits.AssetClasses ?? []],
        Symbols = [.. limits.Symbols ?? []],
        IsLongOnly = limits.IsLongOnly,
        Exposure = [.. (limits.Exposure ?? []).Select(e => e.ToValue())],
        SoftDailyLoss = limits.SoftDailyLoss,
        HardDailyLoss = limits.HardDailyLoss,
        MaxDrawdown = limits.MaxDrawdown,
    };

    /// <summary>The leverage of stock that comes with a model, unless another is asked for.</summary>
    private static decimal LeverageOf(MarginModel model) => model == MarginModel.Cash ? 1 : 2;

    /// <summary>A schedule of fees.</summary>
    public static FeeSchedule ToSchedule(this ImmutableArray<FeeValue> fees)
    {
        return new() { Equity = Of(AssetClass.Equity), Options = Of(AssetClass.Options), Futures = Of(AssetClass.Futures) };

        ClassFees Of(AssetClass asset) => new()
        {
            Maker = Rate(asset, Liquidity.Maker) ?? new(),
            Taker = Rate(asset, Liquidity.Taker) ?? new(),
            Auction = Rate(asset, Liquidity.Auction),
        };

        FeeRate? Rate(AssetClass asset, Liquidity liquidity)
        {
            foreach (var fee in fees)
                if (fee.AssetClass == asset && fee.Liquidity == liquidity)
                    return new(fee.PerUnit, fee.BasisPoints);
            return null;
        }
    }

    /// <summary>All fees of a schedule.</summary>
    public static ImmutableArray<FeeValue> ToValues(this FeeSchedule schedule) =>
    [
        .. from asset in Enum.GetValues<AssetClass>()
           from liquidity in Enum.GetValues<Liquidity>()
           let rate = schedule.RateOf(asset, liquidity)
           select new FeeValue(asset, liquidity, rate.PerUnit, rate.BasisPoints),
    ];
}
