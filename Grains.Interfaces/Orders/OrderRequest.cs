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

    /// <summary>Side, type, time in force, self-trade prevention, post-only.</summary>
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

    /// <summary>Quantity shown at a time.</summary>
    [Id(8)] public decimal? DisplayQuantity { get; init; }

    /// <summary>The owner's own id, unique an account.</summary>
    [Id(11)] public string? ClientOrderId { get; init; }

    /// <summary>When a GTD order expires.</summary>
    [Id(12)] public DateTimeOffset? ExpireAt { get; init; }
}
