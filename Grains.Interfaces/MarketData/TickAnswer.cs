namespace TradingOps.Grains.MarketData;

/// <summary>The answer to ticks of a feed.</summary>
/// <param name="IsTaken">Whether they were taken; false after the run has ended, or of an unknown symbol.</param>
/// <param name="Fault">What is wrong with the first tick that is left out, for a person; null if all were taken.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.tick-answer")]
public readonly record struct TickAnswer(bool IsTaken, string? Fault = null);
