namespace TradingOps.Engine.Sessions;

/// <summary>The time within which a market trades for one trading day.</summary>
/// <param name="Day">The trading day.</param>
/// <param name="Opens">When trading begins, microseconds since the Unix epoch.</param>
/// <param name="Closes">When it ends, and the day's orders with it; that moment belongs to the next session.</param>
public sealed record TradingSession(DateOnly Day, long Opens, long Closes);
