namespace TradingOps.Engine.Instruments;

/// <summary>One durable step of the catalogue: an instrument is new, or is as it says from now on.</summary>
/// <param name="Sequence">1, 2, 3, ...</param>
/// <param name="Time">Microseconds since the Unix epoch.</param>
/// <param name="Who">Who changed it.</param>
/// <param name="Instrument">The instrument.</param>
public sealed record InstrumentChange(long Sequence, long Time, string Who, Instrument Instrument);
