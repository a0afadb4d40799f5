namespace TradingOps.Engine.Books;

/// <summary>What a book accepts at most; everything beyond is refused, never truncated.</summary>
public sealed record BookLimits
{
    /// <summary>The widest price bound, in ticks either side of zero.</summary>
    public const long PriceBound = 1L << 40;

    /// <summary>The widest quantity bound, in lots.</summary>
    public const long QuantityBound = 1L << 40;

    /// <summary>The widest bound of a position, in lots either side of zero.</summary>
    public const long PositionBound = 1L << 60;

    /// <summary>
    /// Most peaks that an iceberg shows one after the other. Each is a trade of its own, so without a bound one command could
    /// cause any number of them.
    /// </summary>
    public const int PeakBound = 1_000;

    /// <summary>The highest bound on live orders.</summary>
    public const int OrderBound = 1 << 22;

    /// <summary>Limits for spreads, whose prices may be negative.</summary>
    public static BookLimits Default { get; } = new();

    /// <summary>Lowest limit or stop price in ticks; 1 for an outright instrument, negative for a spread.</summary>
    public long MinPrice { get; init; } = -PriceBound;

    /// <summary>Highest limit or stop price in ticks.</summary>
    public long MaxPrice { get; init; } = PriceBound;

    /// <summary>Most lots an order.</summary>
    public long MaxQuantity { get; init; } = QuantityBound;

    /// <summary>
    /// Most live orders, waiting stops and held exits included. A peak that an iceberg has not shown yet counts as an order:
    /// it is as good for a trade in one command.
    /// </summary>
    public int MaxOpenOrders { get; init; } = OrderBound;

    /// <summary>
    /// Most peaks that the icebergs of a book have not shown yet: the other half of the room is for orders that hide nothing.
    /// </summary>
    public int MaxHiddenPeaks => MaxOpenOrders / 2;

    /// <summary>Orders for which memory is allocated at once; beyond that the book grows as needed.</summary>
    public int InitialOrders { get; init; } = 64;
}
