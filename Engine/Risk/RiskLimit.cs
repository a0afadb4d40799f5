namespace TradingOps.Engine.Risk;

/// <summary>The limit that an order did not keep, for counting.</summary>
public enum RiskLimit
{
    /// <summary>Orders a second, orders open at one time, the same order again.</summary>
    OrderRate = 0,

    /// <summary>Shares or contracts of one order.</summary>
    OrderQuantity = 1,

    /// <summary>Value of one order.</summary>
    OrderNotional = 2,

    /// <summary>Distance from the reference price.</summary>
    PriceCollar = 3,

    /// <summary>Position in one symbol.</summary>
    Position = 4,

    /// <summary>Buying power.</summary>
    BuyingPower = 5,

    /// <summary>Exposure of the account, its desk or the firm.</summary>
    Exposure = 6,
}
