namespace TradingOps.Grains.Orders;

/// <summary>Which trades to list, newest first.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.trade-filter")]
public sealed record TradeFilter
{
    /// <summary>Most trades on a page.</summary>
    public const int MaxLimit = OrderFilter.MaxLimit;

    /// <summary>Only those that this account took or made.</summary>
    [Id(0)] public string? Account { get; init; }

    /// <summary>Only in this symbol.</summary>
    [Id(1)] public string? Symbol { get; init; }

    /// <summary>At most so many, 1 to <see cref="MaxLimit"/>.</summary>
    [Id(2)] public int Limit { get; init; } = 100;

    /// <summary>Only trades older than the one with this id.</summary>
    [Id(3)] public string? Before { get; init; }
}
