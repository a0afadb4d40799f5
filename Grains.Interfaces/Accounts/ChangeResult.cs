using TradingOps.Engine.Errors;

namespace TradingOps.Grains.Accounts;

/// <summary>What became of a change of an account.</summary>
/// <param name="Account">Its figures; null if the change was refused.</param>
/// <param name="Code">Why it was refused.</param>
/// <param name="Detail">The same for a person.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.change-result")]
public sealed record ChangeResult(AccountView? Account, TradingError? Code = null, string? Detail = null);
