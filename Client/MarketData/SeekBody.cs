using TradingOps.Client.Problems;

namespace TradingOps.Client.MarketData;

/// <summary>The recorded time that a feed is to begin at.</summary>
internal sealed record SeekBody : StrictBody
{
    public string? At { get; init; }
}
