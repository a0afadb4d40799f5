using System.Collections.Immutable;
using TradingOps.Engine.Instruments;

namespace TradingOps.Grains.Orders;

/// <summary>An order as it is stored.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.order-view")]
public sealed record OrderView
{
    /// <summary>Unique in the cluster.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The owner.</summary>
    [Id(1)] public required string Account { get; init; }

    /// <summary>What was asked.</summary>
    [Id(2)] public required OrderRequest Request { get; init; }

    /// <summary>Whole quantity as it stands now: filled and open.</summary>
    [Id(13)] public required decimal Quantity { get; init; }

    /// <summary>Limit price in currency as it stands now.</summary>
    [Id(14)] public decimal? LimitPrice { get; init; }

    /// <summary>Stop price in currency as it stands now; null where the order has none, or had none yet.</summary>
    [Id(15)] public decimal? StopPrice { get; init; }

    /// <summary>How far a trailing stop stays behind as it stands now: in currency or percent, as it was asked.</summary>
    [Id(18)] public decimal? Trail { get; init; }

    /// <summary>The account's own id as it stands now.</summary>
    [Id(16)] public string? ClientOrderId { get; init; }

    /// <summary>The account's own ids before, oldest first: each of them still stands for the order.</summary>
    [Id(17)] public ImmutableArray<string> EarlierClientOrderIds { get; init; } = [];

    /// <summary>The instrument's class.</summary>
    [Id(3)] public required AssetClass AssetClass { get; init; }

    /// <summary>Where the order was routed.</summary>
    [Id(4)] public required string Destination { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(5)] public required OrderStatus Status { get; init; }

    /// <summary>Shares or contracts traded.</summary>
    [Id(6)] public required decimal FilledQuantity { get; init; }

    /// <summary>Shares or contracts still open.</summary>
    [Id(7)] public required decimal RemainingQuantity { get; init; }

    /// <summary>Stable code of a refusal, or why the rest was canceled.</summary>
    [Id(8)] public string? RejectReason { get; init; }

    /// <summary>When the order was received.</summary>
    [Id(9)] public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it last changed.</summary>
    [Id(10)] public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Average price of the fills, 0 without any.</summary>
    [Id(11)] public required decimal AveragePrice { get; init; }

    /// <summary>The fills, oldest first.</summary>
    [Id(12)] public required ImmutableArray<FillView> Fills { get; init; }

    /// <summary>Whether an id is or was the account's own id of the order.</summary>
    public bool HasClientOrderId(string id) => ClientOrderId == id || EarlierClientOrderIds.Contains(id);

    /// <summary>Whether it may still trade.</summary>
    public bool IsOpen => Status is OrderStatus.Accepted or OrderStatus.PartiallyFilled;
}
