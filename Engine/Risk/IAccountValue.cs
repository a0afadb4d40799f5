using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Margin;

namespace TradingOps.Engine.Risk;

/// <summary>What an account is worth, and what its orders take or would take.</summary>
public interface IAccountValue
{
    /// <summary>Values the account.</summary>
    Valuation Now();

    /// <summary>The margin of an instrument's underlying if its orders held something else.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="held">What its orders would hold.</param>
    MarginFigures WithOrders(Instrument instrument, in Reservation held);

    /// <summary>The exposure that a limit is about, now and if the orders of a symbol held something else.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="instrument">The symbol's instrument.</param>
    /// <param name="held">What its orders would hold.</param>
    (Exposure Now, Exposure After) ExposureWith(ExposureLimit limit, Instrument instrument, in Reservation held);

    /// <summary>Values the account as if one more fill had come; its orders stay as they are.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="fill">The fill.</param>
    Valuation IfFilled(Instrument instrument, in PositionFill fill);
}
