namespace TradingOps.Engine.Accounts;

/// <summary>
/// How an account's fills are booked, from some moment on. A fill is booked under the terms of its market's time, which is
/// stored with it, so that it is booked alike whenever it is read.
/// </summary>
public sealed record AccountTerms
{
    /// <summary>From when on, microseconds since the Unix epoch.</summary>
    public long From { get; init; }

    /// <summary>How positions that open find their cost.</summary>
    public CostMethod CostMethod { get; init; }

    /// <summary>What fills cost.</summary>
    public FeeSchedule Fees { get; init; } = new();
}
