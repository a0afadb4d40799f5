namespace TradingOps.Engine.Books;

/// <summary>How long an order stays (FIX tag 59).</summary>
public enum TimeInForce : byte
{
    /// <summary>Until the session closes.</summary>
    Day = 0,

    /// <summary>Good till canceled.</summary>
    Gtc = 1,

    /// <summary>Immediate or cancel: what does not trade at once is canceled.</summary>
    Ioc = 2,

    /// <summary>Fill or kill: all of it at once, or nothing.</summary>
    Fok = 3,

    /// <summary>Good till the time given with the order.</summary>
    Gtd = 4,

    /// <summary>At the opening: in the auction that opens the session, or not at all.</summary>
    Opg = 5,

    /// <summary>At the close: in the auction that closes the session, or not at all.</summary>
    Cls = 6,
}
