namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>What a server of market data says: a tick of a symbol, a notice, or a refusal.</summary>
/// <param name="Symbol">The symbol as the server spells it.</param>
/// <param name="Tick">The tick; null for a notice or a refusal.</param>
internal sealed record SocketEvent(string Symbol = "", Tick? Tick = null)
{
    /// <summary>What the server has done, such as <c>authenticated</c>.</summary>
    public string? Notice { get; init; }

    /// <summary>What the server does not do, with its code.</summary>
    public string? Refusal { get; init; }
}
