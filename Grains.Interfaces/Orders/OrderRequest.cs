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

    /// <summary>Shares or contracts; a positive multiple of the lot.</summary>
    [Id(1)] public required decimal Quantity { get; init; }

    /// <summary>If given, must be the instrument's.</summary>
    [Id(2)] public AssetClass? AssetClass { get; init; }

    /// <summary>Buy or sell.</summary>
    [Id(3)] public Side Side { get; init; }

    /// <summary>Market, limit, ...</summary>
    [Id(4)] public OrderType Type { get; init; }

    /// <summary>Day, GTC, ...</summary>
    [Id(5)] public TimeInForce TimeInForce { get; init; }

    /// <summary>Limit price in currency, a multiple of the tick.</summary>
    [Id(6)] public decimal? LimitPrice { get; init; }

    /// <summary>Stop price in currency, a multiple of the tick.</summary>
    [Id(7)] public decimal? StopPrice { get; init; }

    /// <summary>Quantity shown at a time.</summary>
    [Id(8)] public decimal? DisplayQuantity { get; init; }

    /// <summary>Refuse to take.</summary>
    [Id(9)] public bool PostOnly { get; init; }

    /// <summary>What to do instead of trading with oneself.</summary>
    [Id(10)] public SelfTradePrevention SelfTradePrevention { get; init; }

    /// <summary>The owner's own id, unique an account.</summary>
    [Id(11)] public string? ClientOrderId { get; init; }

    /// <summary>When a GTD order expires.</summary>
    [Id(12)] public DateTimeOffset? ExpireAt { get; init; }
}
