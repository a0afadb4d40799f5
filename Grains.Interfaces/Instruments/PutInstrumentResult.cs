using TradingOps.Engine.Errors;

namespace TradingOps.Grains.Instruments;

/// <summary>What became of a request to change the catalogue.</summary>
/// <param name="Instrument">The instrument as it is now; null if it was refused.</param>
/// <param name="IsNew">It was not known before.</param>
/// <param name="Code">Why it was refused.</param>
/// <param name="Detail">What is wrong, for a person.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.put-instrument-result")]
public sealed record PutInstrumentResult(
    InstrumentView? Instrument, bool IsNew, TradingError? Code = null, string? Detail = null);
