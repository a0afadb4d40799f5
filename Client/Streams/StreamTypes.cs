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

    /// <summary>Best bid and offer and the last price, of whatever source.</summary>
    Quote = 32,

    /// <summary>The newest minute.</summary>
    Bar = 64,

    /// <summary>What a reader receives who names no types.</summary>
    Default = Order | Trade | Position | Breaker | Book,
}
