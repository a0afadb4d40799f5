namespace TradingOps.Engine.MarketData.Recordings;

/// <summary>What a line or message of a recording says.</summary>
public enum RecordedEventKind : byte
{
    /// <summary>A trade that names no visible order: hidden, of an auction, or of a recording of trades.</summary>
    Trade,

    /// <summary>The best bid and offer.</summary>
    Quote,

    /// <summary>An order rests.</summary>
    Add,

    /// <summary>A resting order has traded, at its own price if no other is given.</summary>
    Execute,

    /// <summary>A resting order has become smaller.</summary>
    Reduce,

    /// <summary>A resting order is gone.</summary>
    Delete,

    /// <summary>A resting order has another id, price and quantity, and the last place in its queue.</summary>
    Replace,

    /// <summary>Trading is halted.</summary>
    Halt,

    /// <summary>Trading goes on.</summary>
    Resume,
}
