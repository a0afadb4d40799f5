namespace TradingOps.Engine.Books;

/// <summary>What happens when an order would trade with one of its own account; the taker's instruction wins.</summary>
public enum SelfTradePrevention : byte
{
    /// <summary>The taker's remainder is canceled.</summary>
    CancelNewest = 0,

    /// <summary>The resting order is canceled, the taker goes on.</summary>
    CancelOldest = 1,

    /// <summary>Both are canceled.</summary>
    CancelBoth = 2,

    /// <summary>Both lose the smaller of the two quantities, without a trade.</summary>
    Decrement = 3,

    /// <summary>They trade.</summary>
    None = 4,
}
