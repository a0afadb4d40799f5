namespace TradingOps.Grains.Breakers;

/// <summary>How many breakers are in a state.</summary>
/// <param name="Kind">firm, account or symbol.</param>
/// <param name="State">As in <see cref="BreakerView.State"/>.</param>
/// <param name="Count">How many.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.breaker-count")]
public readonly record struct BreakerCount(string Kind, string State, int Count);
