namespace TradingOps.Engine.Books;

/// <summary>Where a slot of the order pool stands.</summary>
internal enum OrderPlace : byte
{
    /// <summary>The slot is not in use.</summary>
    Free = 0,

    /// <summary>The order is being matched and is in no queue.</summary>
    Taking = 1,

    /// <summary>In the queue of its price.</summary>
    Resting = 2,

    /// <summary>In the queue of its stop price.</summary>
    Waiting = 3,

    /// <summary>A stop that was elected and waits for its turn to take.</summary>
    Elected = 4,

    /// <summary>An exit that has no lots yet, or that has left a queue to get more.</summary>
    Held = 5,

    /// <summary>An exit that got lots and waits for its turn to take.</summary>
    Activated = 6,
}
