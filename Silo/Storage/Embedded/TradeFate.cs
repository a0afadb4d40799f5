namespace TradingOps.Silo.Storage.Embedded;

/// <summary>What became of a trade after it was made.</summary>
/// <param name="Time">When that was decided, microseconds since the Unix epoch.</param>
/// <param name="NewPrice">The price that it was corrected to, in ticks; null where it was busted.</param>
internal readonly record struct TradeFate(long Time, long? NewPrice);
