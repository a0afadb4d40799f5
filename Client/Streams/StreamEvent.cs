namespace TradingOps.Client.Streams;

/// <summary>One event, written once and sent to all its readers.</summary>
internal sealed record StreamEvent
{
    /// <summary>The type that a reader asks for; none for an event that every reader receives.</summary>
    public required StreamTypes Type { get; init; }

    /// <summary>
    /// order, trade, trade_bust, trade_correction, book, quote, bar, position, account, breaker, orders, reset or slow_reader.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>The data.</summary>
    public required byte[] Json { get; init; }

    /// <summary>Where it is in its journal; null for a state, which a later one of the same kind replaces.</summary>
    public FeedPosition? Position { get; init; }

    /// <summary>The only account that may see it; null for every reader.</summary>
    public string? Account { get; init; }
}
