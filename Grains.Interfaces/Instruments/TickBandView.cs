namespace TradingOps.Grains.Instruments;

/// <summary>From some price on, prices are multiples of a tick.</summary>
/// <param name="From">The lowest price without sign, in currency.</param>
/// <param name="Tick">The tick, in currency.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.tick-band")]
public readonly record struct TickBandView(decimal From, decimal Tick);
