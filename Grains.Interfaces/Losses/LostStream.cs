namespace TradingOps.Grains.Losses;

/// <summary>The records of a stream that were acknowledged and are gone.</summary>
/// <param name="Stream">The stream's name.</param>
/// <param name="First">Sequence of the first of them.</param>
/// <param name="Last">Sequence of the last of them.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.lost-stream")]
public sealed record LostStream(string Stream, long First, long Last);
