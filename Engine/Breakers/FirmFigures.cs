namespace TradingOps.Engine.Breakers;

/// <summary>What the breaker of the firm looks at.</summary>
/// <param name="Day">The trading day.</param>
/// <param name="DailyLoss">
/// Loss of the day over all accounts as a share of the equity that it began with; null while it is not known.
/// </param>
/// <param name="IndexFall">Fall of the index from its reference as a share of 1; null while it is not known.</param>
public readonly record struct FirmFigures(DateOnly Day, decimal? DailyLoss, decimal? IndexFall);
