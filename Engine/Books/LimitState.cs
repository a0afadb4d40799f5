namespace TradingOps.Engine.Books;

/// <summary>Whether the book is pushed against its price band.</summary>
public enum LimitState : byte
{
    /// <summary>No order wants to trade outside the band.</summary>
    None = 0,

    /// <summary>A buyer would have traded outside the band.</summary>
    BuyersPush = 1,

    /// <summary>A seller would have traded outside the band.</summary>
    SellersPush = 2,
}
