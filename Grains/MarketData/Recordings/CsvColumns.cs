namespace TradingOps.Grains.MarketData.Recordings;

/// <summary>
/// Which columns of a CSV file hold what. A recording of trades has a price, one of quotes a bid and an offer. Names are compared
/// without regard to case.
/// </summary>
public sealed record CsvColumns
{
    /// <summary>The time: RFC 3339, or a number of seconds, milli-, micro- or nanoseconds since the Unix epoch.</summary>
    public string Time { get; init; } = "time";

    /// <summary>The symbol; a file without that column is of one symbol.</summary>
    public string Symbol { get; init; } = "symbol";

    /// <summary>The price of a trade.</summary>
    public string Price { get; init; } = "price";

    /// <summary>Shares or contracts traded.</summary>
    public string Quantity { get; init; } = "qty";

    /// <summary>Best bid.</summary>
    public string Bid { get; init; } = "bid";

    /// <summary>What is shown there.</summary>
    public string BidSize { get; init; } = "bid_size";

    /// <summary>Best offer.</summary>
    public string Ask { get; init; } = "ask";

    /// <summary>What is shown there.</summary>
    public string AskSize { get; init; } = "ask_size";
}
