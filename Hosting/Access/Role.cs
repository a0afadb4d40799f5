namespace TradingOps.Hosting.Access;

/// <summary>What a key may do.</summary>
public enum Role
{
    /// <summary>Read. Every key has it.</summary>
    Viewer = 0,

    /// <summary>Send, change and cancel orders.</summary>
    Trader = 1,

    /// <summary>Trip and reset breakers, open accounts, change limits, move cash.</summary>
    Risk = 2,

    /// <summary>Everything, instruments too.</summary>
    Admin = 3,
}
