namespace TradingOps.Grains.MarketData;

/// <summary>The newest prices of a symbol: prices in currency, sizes in shares or contracts, null where unknown.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.price-view")]
public sealed record PriceView
{
    /// <summary>The symbol.</summary>
    [Id(0)] public required string Symbol { get; init; }

    /// <summary>Where the prices come from: <c>book</c>, or the id of a feed.</summary>
    [Id(1)] public required string Source { get; init; }

    /// <summary>Price of the last trade.</summary>
    [Id(2)] public decimal? Last { get; init; }

    /// <summary>Its quantity.</summary>
    [Id(3)] public decimal? LastSize { get; init; }

    /// <summary>When it was, by the exchange.</summary>
    [Id(4)] public DateTimeOffset? LastAt { get; init; }

    /// <summary>Best bid.</summary>
    [Id(5)] public decimal? Bid { get; init; }

    /// <summary>What is shown there.</summary>
    [Id(6)] public decimal? BidSize { get; init; }

    /// <summary>Best offer.</summary>
    [Id(7)] public decimal? Ask { get; init; }

    /// <summary>What is shown there.</summary>
    [Id(8)] public decimal? AskSize { get; init; }

    /// <summary>When a feed was last heard of; null for a book, which is always current.</summary>
    [Id(9)] public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>Whether the feed is silent for longer than it may be.</summary>
    [Id(10)] public bool IsStale { get; init; }
}
