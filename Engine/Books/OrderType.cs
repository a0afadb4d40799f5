namespace TradingOps.Engine.Books;

/// <summary>How an order takes part in matching (FIX tag 40).</summary>
public enum OrderType : byte
{
    /// <summary>
    /// Trades at once at the best prices there are, up to its worst price; what is left is canceled, or rests there
    /// (<see cref="OrderInstructions.RestsAtWorst"/>).
    /// </summary>
    Market = 0,

    /// <summary>Trades at its limit price or better; what is left may rest.</summary>
    Limit = 1,

    /// <summary>Waits until the price moves to its stop price or through it, then is a market order.</summary>
    Stop = 2,

    /// <summary>Waits until the price moves to its stop price or through it, then is a limit order.</summary>
    StopLimit = 3,

    /// <summary>A stop whose price follows the last trade at a fixed distance or percentage.</summary>
    TrailingStop = 4,

    /// <summary>Waits until the price comes to its touch price or better, then is a market order.</summary>
    MarketIfTouched = 5,

    /// <summary>Waits until the price comes to its touch price or better, then is a limit order.</summary>
    LimitIfTouched = 6,
}
