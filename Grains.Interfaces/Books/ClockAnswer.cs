namespace TradingOps.Grains.Books;

/// <summary>What became of a request to set the time of a market back.</summary>
/// <param name="IsSet">Whether it was set back; false if the market is not ahead of the clock.</param>
/// <param name="Sequence">The record that says so, or the last record of the market.</param>
/// <param name="Before">The time of the market before.</param>
/// <param name="Time">The time of the market now.</param>
[GenerateSerializer]
[Alias("tradingops.ClockAnswer")]
[Immutable]
public sealed record ClockAnswer(
    [property: Id(0)] bool IsSet, [property: Id(1)] long Sequence, [property: Id(2)] DateTimeOffset Before,
    [property: Id(3)] DateTimeOffset Time);
