using TradingOps.Engine.Errors;

namespace TradingOps.Engine.Risk;

/// <summary>Why an order was not taken.</summary>
/// <param name="Code">The code of the answer.</param>
/// <param name="Detail">The value and the threshold, for a person.</param>
/// <param name="Limit">The limit that it did not keep, if it was one.</param>
public sealed record Refusal(TradingError Code, string Detail, RiskLimit? Limit = null);
