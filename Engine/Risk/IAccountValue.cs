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

    /// <summary>The margin of an instrument's underlying if its position were another one, its orders as they are.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="quantity">Shares or contracts more, signed.</param>
    /// <param name="price">What one of them is worth if the market says nothing, in currency.</param>
    MarginFigures WithPosition(Instrument instrument, decimal quantity, decimal price);
}
