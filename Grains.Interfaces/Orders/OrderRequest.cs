using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;

namespace TradingOps.Grains.Orders;

/// <summary>A new order as its owner sends it.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.order-request")]
public sealed record OrderRequest
{
    /// <summary>Most orders in one batch.</summary>
    public const int MaxBatch = 1000;

    /// <summary>The instrument.</summary>
    [Id(0)] public required string Symbol { get; init; }

    /// <summary>Shares or contracts; a positive multiple of the lot. 0 for an order by <see cref="Notional"/>.</summary>
    [Id(1)] public required decimal Quantity { get; init; }

    /// <summary>If given, must be the instrument's.</summary>
    [Id(2)] public AssetClass? AssetClass { get; init; }

    /// <summary>Side, type, time in force and everything else that needs no unit.</summary>
    [Id(3)] public OrderInstructions Instructions { get; init; }

    /// <summary>Buy or sell.</summary>
    public Side Side => Instructions.Side;

    /// <summary>Market, limit, ...</summary>
    public OrderType Type => Instructions.Type;

    /// <summary>Day, GTC, ...</summary>
    public TimeInForce TimeInForce => Instructions.TimeInForce;

    /// <summary>Limit price in currency, a multiple of the tick.</summary>
    [Id(6)] public decimal? LimitPrice { get; init; }

    /// <summary>Stop price in currency, a multiple of the tick.</summary>
    [Id(7)] public decimal? StopPrice { get; init; }

    /// <summary>Quantity shown at a time; 0 shows nothing.</summary>
    [Id(8)] public decimal? DisplayQuantity { get; init; }

    /// <summary>The account's own id, unique an account.</summary>
    [Id(11)] public string? ClientOrderId { get; init; }

    /// <summary>When a GTD order expires.</summary>
    [Id(12)] public DateTimeOffset? ExpireAt { get; init; }

    /// <summary>Cash that a market buy may spend, in place of a quantity.</summary>
    [Id(13)] public decimal? Notional { get; init; }

    /// <summary>How far a trailing stop stays behind the last trade, in currency, a multiple of the tick.</summary>
    [Id(14)] public decimal? TrailPrice { get; init; }

    /// <summary>How far a trailing stop stays behind the last trade, in percent; 0.01 to 99.99.</summary>
    [Id(15)] public decimal? TrailPercent { get; init; }

    /// <summary>How far through the market an order without a limit may trade, in currency, a multiple of the tick.</summary>
    [Id(16)] public decimal? MaxSlippage { get; init; }

    /// <summary>Shares or contracts that must trade when it first takes part, or it is canceled.</summary>
    [Id(17)] public decimal? MinQuantity { get; init; }

    /// <summary>Limit price of the exit that takes the profit, in currency.</summary>
    [Id(18)] public decimal? TakeProfitPrice { get; init; }

    /// <summary>Stop price of the exit that limits the loss, in currency.</summary>
    [Id(19)] public decimal? StopLossPrice { get; init; }

    /// <summary>Limit price of the exit that limits the loss, in currency; null if it becomes a market order.</summary>
    [Id(20)] public decimal? StopLossLimit { get; init; }

    /// <summary>The account's note: a strategy, a desk. Its exits have it too.</summary>
    [Id(21)] public string? Tag { get; init; }
}
