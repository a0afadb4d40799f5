using System.Collections.Immutable;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Margin;
using TradingOps.Grains.Risk;

namespace TradingOps.Grains.Accounts;

/// <summary>An account's limits, or changes to them: what is null stays as it is. 0 turns a limit off where it says so.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.limit-values")]
public sealed record LimitValues
{
    /// <summary>Value of stock as a multiple of the equity that carries it.</summary>
    [Id(0)] public decimal? Leverage { get; init; }

    /// <summary>New orders and replacements within one second; 0 for any number.</summary>
    [Id(1)] public int? MaxOrdersPerSecond { get; init; }

    /// <summary>Open orders at one time.</summary>
    [Id(2)] public int? MaxOpenOrders { get; init; }

    /// <summary>Shares or contracts of one order; 0 for any number.</summary>
    [Id(3)] public decimal? MaxOrderQuantity { get; init; }

    /// <summary>Value of one order in currency; 0 for any.</summary>
    [Id(4)] public decimal? MaxOrderNotional { get; init; }

    /// <summary>How far through the reference price an order may trade, as a share of it; 0 for any distance.</summary>
    [Id(5)] public decimal? PriceCollar { get; init; }

    /// <summary>Ticks that an order may always be through the reference price.</summary>
    [Id(6)] public int? CollarTicks { get; init; }

    /// <summary>Milliseconds within which an order of the same content is refused; 0 lets them pass.</summary>
    [Id(7)] public int? DuplicateWindow { get; init; }

    /// <summary>Shares or contracts of one symbol, long or short; 0 for any.</summary>
    [Id(8)] public decimal? MaxPosition { get; init; }

    /// <summary>Whether orders are held against buying power.</summary>
    [Id(9)] public bool? CheckBuyingPower { get; init; }

    /// <summary>It stands for the outside market.</summary>
    [Id(10)] public bool? IsOutside { get; init; }

    /// <summary>Daily loss, as a share of 1, from which on the account may only reduce; 0 for what holds for all.</summary>
    [Id(11)] public decimal? SoftDailyLoss { get; init; }

    /// <summary>Daily loss, as a share of 1, that stops the account; 0 for what holds for all.</summary>
    [Id(12)] public decimal? HardDailyLoss { get; init; }

    /// <summary>Drawdown, as a share of 1, that stops the account; 0 for what holds for all.</summary>
    [Id(13)] public decimal? MaxDrawdown { get; init; }

    /// <summary>Classes that the account may open positions in; empty for all.</summary>
    [Id(15)] public ImmutableArray<AssetClass>? AssetClasses { get; init; }

    /// <summary>Symbols that it may open positions in; empty for all.</summary>
    [Id(16)] public ImmutableArray<string>? Symbols { get; init; }

    /// <summary>Whether it may sell no more than it holds.</summary>
    [Id(17)] public bool? IsLongOnly { get; init; }

    /// <summary>Limits by asset class and underlying; empty for none.</summary>
    [Id(18)] public ImmutableArray<ExposureLimitValue>? Exposure { get; init; }

    /// <summary>By which rules margin is reckoned; a change of it sets the leverage that comes with them.</summary>
    [Id(14)] public MarginModel? Margin { get; init; }
}
