namespace TradingOps.Engine.Breakers;

/// <summary>What the breaker of an account looks at. Shares are of 1: 0.05 is 5 %.</summary>
/// <param name="Day">The trading day.</param>
/// <param name="DailyLoss">Loss of the day as a share of the equity that it began with; 0 for a gain.</param>
/// <param name="Drawdown">Share that the equity lies below its high-water mark.</param>
/// <param name="HighWaterMark">Highest equity so far, in currency, moved by cash that came in or went out.</param>
/// <param name="IsStale">An open position has no current price.</param>
public readonly record struct AccountFigures(
    DateOnly Day, decimal DailyLoss, decimal Drawdown, decimal HighWaterMark, bool IsStale)
{
    /// <summary>Whether two samples agree on the figures, so that a loss may trip the breaker.</summary>
    public bool IsConfirmed { get; init; } = true;

    /// <summary>Equity, in currency.</summary>
    public decimal Equity { get; init; }

    /// <summary>Equity that the positions must keep, in currency; null while a position has no current price.</summary>
    public decimal? MaintenanceMargin { get; init; }
}
