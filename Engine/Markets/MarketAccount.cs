namespace TradingOps.Engine.Markets;

/// <summary>An account as a market knows it.</summary>
/// <param name="Name">The account's id.</param>
/// <param name="LastNumber">Number of the last report for it; 0 before the first.</param>
/// <param name="Position">
/// Lots that it bought here less those that it sold, and what exercises delivered; 0 once they were settled.
/// </param>
/// <param name="Settled">Lots that were settled.</param>
public readonly record struct MarketAccount(string Name, long LastNumber, long Position = 0, long Settled = 0);
