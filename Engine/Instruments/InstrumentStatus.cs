namespace TradingOps.Engine.Instruments;

/// <summary>What an instrument takes at the moment. Cancels always pass.</summary>
public enum InstrumentStatus : byte
{
    /// <summary>Orders.</summary>
    Open = 0,

    /// <summary>No new orders; what rests stays.</summary>
    Halted = 1,

    /// <summary>No new orders; day orders expire.</summary>
    Closed = 2,

    /// <summary>No new orders ever again; all orders end, and positions are settled when there is a price for it.</summary>
    Expired = 3,
}
