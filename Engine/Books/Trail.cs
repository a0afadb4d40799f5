namespace TradingOps.Engine.Books;

/// <summary>How far a trailing stop stays behind a price.</summary>
public static class Trail
{
    /// <summary>
    /// The distance in ticks: an amount, or a percentage of the price of at least a tick, so that a stop never lies on the trade
    /// that it follows.
    /// </summary>
    /// <param name="price">The price, in ticks.</param>
    /// <param name="amount">Ticks; 0 for a percentage.</param>
    /// <param name="basisPoints">Hundredths of a percent.</param>
    public static long DistanceFrom(long price, long amount, int basisPoints) =>
        amount != 0 ? amount : Math.Max(1, Math.Abs(price) * basisPoints / 10_000);
}
