namespace TradingOps.Engine.Books;

/// <summary>The side of an order, seen from its owner.</summary>
public enum Side : byte
{
    /// <summary>Bids: buys the instrument.</summary>
    Buy = 0,

    /// <summary>Asks: sells the instrument, short where the position ends below zero.</summary>
    Sell = 1,
}
