using TradingOps.Engine.Books;

namespace TradingOps.Engine.MarketData.Recordings;

/// <summary>One line or message of a recording, of whatever format.</summary>
public readonly record struct RecordedEvent
{
    /// <summary>What it says.</summary>
    public RecordedEventKind Kind { get; init; }

    /// <summary>The symbol as the recording spells it; empty where the format has none.</summary>
    public string Symbol { get; init; }

    /// <summary>By the exchange, microseconds since the Unix epoch.</summary>
    public long Time { get; init; }

    /// <summary>Id of the resting order; unique within the recording's day.</summary>
    public long Order { get; init; }

    /// <summary>For Replace: its id from now on.</summary>
    public long NewOrder { get; init; }

    /// <summary>Side of the resting order, where the format gives it.</summary>
    public Side Side { get; init; }

    /// <summary>In currency: of the order, or of the trade; for Quote the bid. Null where the order's own price holds.</summary>
    public decimal? Price { get; init; }

    /// <summary>Shares or contracts: of the order, traded, or taken off; for Quote of the bid.</summary>
    public decimal Quantity { get; init; }

    /// <summary>For Quote: the offer.</summary>
    public decimal? Ask { get; init; }

    /// <summary>For Quote: what is offered.</summary>
    public decimal AskQuantity { get; init; }

    /// <summary>For Execute: the trade is reported once more by another message, and is no volume of its own.</summary>
    public bool IsCountedElsewhere { get; init; }
}
