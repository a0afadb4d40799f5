namespace TradingOps.Engine.Markets;

/// <summary>An account as a market knows it.</summary>
/// <param name="Name">The account's id.</param>
/// <param name="LastNumber">Number of the last report for it; 0 before the first.</param>
public readonly record struct MarketAccount(string Name, long LastNumber);
