using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Margin;

/// <summary>A position, real or supposed, on its way through the margin rules.</summary>
/// <param name="Instrument">Its instrument.</param>
/// <param name="Quantity">Shares or contracts, signed.</param>
/// <param name="Price">What one is worth, in currency.</param>
internal readonly record struct MarginLine(Instrument Instrument, decimal Quantity, decimal Price)
{
    /// <summary>What it is worth, in currency, without sign.</summary>
    public decimal Value => Math.Abs(Quantity * Price) * Instrument.Multiplier;
}
