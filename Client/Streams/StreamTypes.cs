namespace TradingOps.Client.Streams;

/// <summary>What a stream may carry.</summary>
[Flags]
internal enum StreamTypes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>What happens to orders.</summary>
    Order = 1,

    /// <summary>The public tape.</summary>
    Trade = 2,

    /// <summary>Positions and the account's figures.</summary>
    Position = 4,

    /// <summary>Circuit breakers.</summary>
    Breaker = 8,

    /// <summary>Books by price.</summary>
    Book = 16,

    /// <summary>All of them.</summary>
    All = Order | Trade | Position | Breaker | Book,
}
