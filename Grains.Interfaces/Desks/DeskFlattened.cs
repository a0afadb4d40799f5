using TradingOps.Engine.Errors;
using TradingOps.Grains.Accounts;

namespace TradingOps.Grains.Desks;

/// <summary>What became of one account of a desk that was to be flat.</summary>
/// <param name="Account">The account.</param>
/// <param name="Result">What was canceled and closed, and what is left; null if it did not answer.</param>
/// <param name="Code">Why it did not answer.</param>
/// <param name="Detail">The same, for a person.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.desk-flattened")]
public sealed record DeskFlattened(string Account, FlattenResult? Result, TradingError? Code, string? Detail);
