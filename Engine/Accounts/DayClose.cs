namespace TradingOps.Engine.Accounts;

/// <summary>
/// What an account had come to when a day ended and the next began. All sums are of its whole life, so that the differences of
/// two of them are what a day brought.
/// </summary>
/// <param name="Cash">Cash, in currency.</param>
/// <param name="CashIn">All cash that came in, less all that went out.</param>
/// <param name="Trade">Realised by fills, before fees.</param>
/// <param name="Variation">Realised by the daily settlement of futures.</param>
/// <param name="Exercise">Realised by exercise, assignment and expiry.</param>
/// <param name="Fees">All fees paid.</param>
/// <param name="Positions">What was held.</param>
public sealed record DayClose(
    decimal Cash, decimal CashIn, decimal Trade, decimal Variation, decimal Exercise, decimal Fees,
    IReadOnlyList<ClosingPosition> Positions)
{
    /// <summary>Cash and what positions added to the equity.</summary>
    public decimal Equity => Cash + Positions.Sum(p => p.Equity);

    /// <summary>Open P&amp;L of the positions.</summary>
    public decimal Unrealized => Positions.Sum(p => p.Unrealized);

    /// <summary>An account that was just opened with cash.</summary>
    public static DayClose Opened(decimal cash) => new(cash, cash, 0, 0, 0, 0, []);
}
