namespace TradingOps.Engine.Accounts;

/// <summary>
/// What an account's equity is measured against: where the day began, and the highest it ever was. Cash that moves in or out is
/// neither profit nor loss.
/// </summary>
/// <param name="StartOfDay">Equity when the trading day began.</param>
/// <param name="CashMoved">Cash moved in, less cash moved out, since then.</param>
/// <param name="HighWaterMark">The highest equity sampled, moved with the cash since. A new day does not reset it.</param>
/// <param name="DayBegan">When the trading day began, microseconds since the Unix epoch; 0 if it was never said.</param>
/// <param name="RecordedMark">
/// The high-water mark that the account's records alone lead to; 0 in checkpoints of versions that recorded none.
/// </param>
public readonly record struct EquityCurve(
    decimal StartOfDay, decimal CashMoved, decimal HighWaterMark, long DayBegan, decimal RecordedMark)
{
    private const decimal KeptShare = 0.0001m;
    private const int Decimals = 10;
    private const decimal RecordedShare = 0.001m;

    /// <summary>Whether the mark rose so far above the recorded one that it is worth a record.</summary>
    public bool IsWorthRecording => HighWaterMark > RecordedMark + Math.Abs(RecordedMark) * RecordedShare;

    /// <summary>
    /// With cash moved in (positive) or out. The high-water mark moves in proportion to the equity, so that the drawdown stays
    /// what it was; by the amount where the equity was not known, or is not positive.
    /// </summary>
    /// <param name="amount">In currency.</param>
    /// <param name="before">The equity before, in currency; null if it was not known.</param>
    public EquityCurve Move(decimal amount, decimal? before = null)
    {
        return this with
        {
            CashMoved = CashMoved + amount,
            HighWaterMark = Moved(HighWaterMark),
            RecordedMark = Moved(RecordedMark),
        };

        decimal Moved(decimal mark) => before > 0 && before + amount > 0
            ? Math.Round(mark * ((before.Value + amount) / before.Value), Decimals)
            : mark + amount;
    }

    /// <summary>With a sample of the equity.</summary>
    public EquityCurve Sample(decimal equity) =>
        equity > HighWaterMark ? this with { HighWaterMark = equity } : this;

    /// <summary>With a new trading day, whose equity is recorded.</summary>
    public EquityCurve StartDay(decimal equity, long time) =>
        (this with { StartOfDay = equity, CashMoved = 0, DayBegan = time }).Record(equity);

    /// <summary>With an equity that was reached and is recorded.</summary>
    public EquityCurve Record(decimal equity) => Sample(equity) with { RecordedMark = Math.Max(RecordedMark, equity) };

    /// <summary>Whether this says more than what was kept before: a mark that rose a little is not worth a write.</summary>
    public bool IsWorthKeeping(in EquityCurve before) =>
        this with { HighWaterMark = 0 } != before with { HighWaterMark = 0 } || HighWaterMark < before.HighWaterMark
        || HighWaterMark > before.HighWaterMark + Math.Abs(before.HighWaterMark) * KeptShare;

    /// <summary>Profit (positive) or loss of the day.</summary>
    public decimal DayPnl(decimal equity) => equity - StartOfDay - CashMoved;

    /// <summary>
    /// Loss of the day as a share of the equity that it began with, and of the cash that moved in since. 1 if there is a loss and
    /// never was anything.
    /// </summary>
    public decimal DailyLoss(decimal equity) => LossOf(DayPnl(equity), StartOfDay, CashMoved);

    /// <summary>The same of what accounts add up to.</summary>
    /// <param name="dayPnl">Profit (positive) or loss of the day.</param>
    /// <param name="startOfDay">Equity when the day began.</param>
    /// <param name="cashMoved">Cash moved in, less cash moved out, since then.</param>
    public static decimal LossOf(decimal dayPnl, decimal startOfDay, decimal cashMoved)
    {
        var began = Math.Max(startOfDay, startOfDay + cashMoved);
        return dayPnl >= 0 ? 0 : began > 0 ? -dayPnl / began : 1;
    }

    /// <summary>How far the equity is below its high-water mark, as a share of it.</summary>
    public decimal Drawdown(decimal equity) =>
        equity >= HighWaterMark ? 0 : HighWaterMark > 0 ? (HighWaterMark - equity) / HighWaterMark : 1;
}
