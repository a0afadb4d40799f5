namespace TradingOps.Bodies.Accounts;

/// <summary>Profit and loss, in currency.</summary>
internal sealed record PnlBody(decimal Realized, decimal Unrealized, decimal Total, decimal Day)
{
    /// <summary>Rounded to the cent; the total is the sum of the two parts as they are shown.</summary>
    public static PnlBody From(decimal realized, decimal unrealized, decimal day)
    {
        var (closed, open) = (Rounding.Money(realized), Rounding.Money(unrealized));
        return new(closed, open, closed + open, Rounding.Money(day));
    }
}
