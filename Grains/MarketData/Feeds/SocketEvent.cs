namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>What a server of market data says: a tick of a symbol, a notice, or a refusal; or what cannot be read.</summary>
/// <param name="Symbol">The symbol as the server spells it.</param>
/// <param name="Tick">The tick; null for anything else.</param>
internal sealed record SocketEvent(string Symbol = "", Tick? Tick = null)
{
    /// <summary>What the server has done, such as <c>authenticated</c>.</summary>
    public string? Notice { get; init; }

    /// <summary>What the server does not do.</summary>
    public string? Refusal { get; init; }

    /// <summary>Whether it never will: the key is wrong, or may not have this.</summary>
    public bool IsFinal { get; init; }

    /// <summary>Why this part of the message cannot be read.</summary>
    public string? Fault { get; init; }
}
