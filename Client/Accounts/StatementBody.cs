using TradingOps.Bodies;
using TradingOps.Bodies.Accounts;
using TradingOps.Grains.Accounts;

namespace TradingOps.Client.Accounts;

/// <summary>A day of an account in the shape of the API. It closes to the cent: opening and moves are the closing.</summary>
internal sealed record StatementBody(
    DateOnly Day, long Sequence, DateTime BeganAt, DateTime? EndedAt, StatementSideBody Opening, decimal CashMoved,
    RealizedBody Realized, decimal UnrealizedChange, decimal Pnl, StatementSideBody Closing)
{
    public static StatementBody From(DayStatement s)
    {
        var (opening, closing) = (StatementSideBody.From(s.Opening), StatementSideBody.From(s.Closing));
        var moved = Rounding.Money(s.Closing.CashIn - s.Opening.CashIn);
        var realized = new RealizedBody(
            Rounding.Money(s.Closing.Trade - s.Opening.Trade), Rounding.Money(s.Opening.Fees - s.Closing.Fees),
            Rounding.Money(s.Closing.Variation - s.Opening.Variation),
            Rounding.Money(s.Closing.Exercise - s.Opening.Exercise));
        var pnl = closing.Equity - opening.Equity - moved;
        // What rounding leaves is in the open P&L: everything else is shown elsewhere too.
        var unrealized = pnl - realized.Trade - realized.Fee - realized.Variation - realized.Exercise;
        return new(
            s.Day, s.Sequence, s.Began.UtcDateTime, s.Ended?.UtcDateTime, opening, moved, realized, unrealized, pnl, closing);
    }
}
