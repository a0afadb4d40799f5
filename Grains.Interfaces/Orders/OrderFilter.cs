namespace TradingOps.Grains.Orders;

/// <summary>Which orders to list, newest first.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.order-filter")]
public sealed record OrderFilter
{
    /// <summary>Most orders on a page.</summary>
    public const int MaxLimit = 1000;

    /// <summary>Only of this account.</summary>
    [Id(0)] public string? Account { get; init; }

    /// <summary>Only in this symbol.</summary>
    [Id(1)] public string? Symbol { get; init; }

    /// <summary>True: only open ones; false: only closed ones.</summary>
    [Id(2)] public bool? IsOpen { get; init; }

    /// <summary>At most so many, 1 to <see cref="MaxLimit"/>.</summary>
    [Id(3)] public int Limit { get; init; } = 100;

    /// <summary>Only orders older than the one with this id.</summary>
    [Id(4)] public string? Before { get; init; }
}
