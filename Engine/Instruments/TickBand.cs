namespace TradingOps.Engine.Instruments;

/// <summary>From some price on, prices are multiples of a tick.</summary>
/// <param name="From">The lowest price without sign, in currency; 0 for the first band.</param>
/// <param name="Tick">The tick, in currency.</param>
public sealed record TickBand(decimal From, decimal Tick);
