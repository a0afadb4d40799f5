namespace TradingOps.Engine.Risk;

/// <summary>Why an order was not taken.</summary>
/// <param name="Code">Stable, snake_case.</param>
/// <param name="Detail">The value and the threshold, for a person.</param>
public sealed record Refusal(string Code, string Detail);
