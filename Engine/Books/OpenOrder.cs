namespace TradingOps.Engine.Books;

/// <summary>A copy of a live order as it stands between two commands.</summary>
public readonly record struct OpenOrder
{
    /// <summary>The order's id.</summary>
    public long OrderId { get; init; }

    /// <summary>The owner.</summary>
    public int Account { get; init; }

    /// <summary>
    /// Side, type, time in force, self-trade prevention, post-only; a stop that was elected is a limit order from then on.
    /// </summary>
    public OrderInstructions Instructions { get; init; }

    /// <summary>Buy or sell.</summary>
    public Side Side => Instructions.Side;

    /// <summary>The type as it is now.</summary>
    public OrderType Type => Instructions.Type;

    /// <summary>How long it stays.</summary>
    public TimeInForce TimeInForce => Instructions.TimeInForce;

    /// <summary>Limit price in ticks; 0 for a stop order.</summary>
    public long Price { get; init; }

    /// <summary>Stop price in ticks, 0 for an order without one.</summary>
    public long StopPrice { get; init; }

    /// <summary>Open lots, shown and hidden.</summary>
    public long Remaining { get; init; }

    /// <summary>Open lots that the book shows; 0 while the order waits.</summary>
    public long Displayed { get; init; }

    /// <summary>Lots an iceberg shows at a time, 0 for an order that shows all.</summary>
    public long DisplayQuantity { get; init; }

    /// <summary>When a GTD order expires, in microseconds since the Unix epoch; 0 for none.</summary>
    public long ExpireAt { get; init; }

    /// <summary>Cash that a waiting stop buy spends, in ticks x lots; 0 for an order by quantity.</summary>
    public long Amount { get; init; }

    /// <summary>Distance of a trailing stop in ticks, 0 for none.</summary>
    public long TrailAmount { get; init; }

    /// <summary>Distance of a trailing stop in hundredths of a percent, 0 for none.</summary>
    public int TrailBasisPoints { get; init; }
}
