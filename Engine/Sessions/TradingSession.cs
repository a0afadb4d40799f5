namespace TradingOps.Engine.Sessions;

/// <summary>The time within which a market trades for one trading day.</summary>
/// <param name="Day">The trading day.</param>
/// <param name="PreOpens">From when on orders gather for the opening auction, microseconds since the Unix epoch.</param>
/// <param name="Opens">When trading begins; not before <paramref name="PreOpens"/>.</param>
/// <param name="Closes">When it ends, and the day's orders with it; that moment belongs to the next session.</param>
public sealed record TradingSession(DateOnly Day, long PreOpens, long Opens, long Closes)
{
    /// <summary>When the market's phase changes next after a time.</summary>
    public long NextAfter(long time) => PreOpens > time ? PreOpens : Opens > time ? Opens : Closes;
}
