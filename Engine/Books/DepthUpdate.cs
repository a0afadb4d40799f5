namespace TradingOps.Engine.Books;

/// <summary>One level that changed since the update before.</summary>
/// <param name="Sequence">Number of the update; each is one more than the one before it.</param>
/// <param name="Side">Bids or asks.</param>
/// <param name="Price">Ticks.</param>
/// <param name="Quantity">Visible lots that the level has now; 0 when it is gone.</param>
/// <param name="Orders">Orders that the level has now; 0 when it is gone.</param>
public readonly record struct DepthUpdate(long Sequence, Side Side, long Price, long Quantity, int Orders);
