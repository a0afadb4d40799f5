namespace TradingOps.Engine.Books;

/// <summary>How an order takes part in matching (FIX tag 40).</summary>
public enum OrderType : byte
{
    /// <summary>
    /// Trades at once at the best prices there are; never rests, so it is entered as Day, GTC or fill-or-kill, and IOC or GTD
    /// with it are refused.
    /// </summary>
    Market = 0,

    /// <summary>Trades at its limit price or better; what is left may rest.</summary>
    Limit = 1,

    /// <summary>Waits until the last trade reaches the stop price, then is a market order.</summary>
    Stop = 2,

    /// <summary>Waits until the last trade reaches the stop price, then is a limit order.</summary>
    StopLimit = 3,

    /// <summary>A stop whose price follows the last trade at a fixed distance or percentage.</summary>
    TrailingStop = 4,
}
