using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Margin;

/// <summary>What an account has in one symbol: its position and what its orders hold.</summary>
public readonly record struct Holding
{
    /// <summary>The symbol's instrument.</summary>
    public required Instrument Instrument { get; init; }

    /// <summary>Shares or contracts, signed.</summary>
    public decimal Quantity { get; init; }

    /// <summary>What one of them is worth, in currency; null if it is not known.</summary>
    public decimal? Price { get; init; }

    /// <summary>The market's best ask, in currency; null without one.</summary>
    public decimal? Ask { get; init; }

    /// <summary>What its orders hold.</summary>
    public Reservation Held { get; init; }

    /// <summary>What fills cost; null for nothing.</summary>
    public ClassFees? Fees { get; init; }

    internal MarginLine Line => new(Instrument, Quantity, Price ?? 0);
}
