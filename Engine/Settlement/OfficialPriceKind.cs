namespace TradingOps.Engine.Settlement;

/// <summary>What an exchange says of the price of a day.</summary>
public enum OfficialPriceKind : byte
{
    /// <summary>The last price of the session.</summary>
    Close = 1,

    /// <summary>The price that futures are paid to and contracts are settled at.</summary>
    Settlement = 2,
}
