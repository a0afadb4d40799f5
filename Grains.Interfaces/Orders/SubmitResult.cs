using TradingOps.Engine.Errors;

namespace TradingOps.Grains.Orders;

/// <summary>The answer to an order or to a request to change one.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Order">The order as stored, where there is one.</param>
/// <param name="Code">Why it was refused.</param>
/// <param name="Detail">The field, the value and what is allowed, for a person.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.submit-result")]
public sealed record SubmitResult(
    SubmitOutcome Outcome, OrderView? Order = null, TradingError? Code = null, string? Detail = null);
