namespace TradingOps.Engine.Books;

/// <summary>The side of the quote that stands at the edge of the price band.</summary>
public enum LimitState : byte
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>The bid is at the upper edge.</summary>
    BuyersPush = 1,

    /// <summary>The ask is at the lower edge.</summary>
    SellersPush = 2,
}
