using TradingOps.Engine.Audit;

namespace TradingOps.Grains.Audit;

/// <summary>An invariant that did not hold, twice.</summary>
/// <param name="Invariant">Which.</param>
/// <param name="Account">Of which account; null for none.</param>
/// <param name="Symbol">In which symbol; null for none.</param>
/// <param name="Detail">Both figures, for a person.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.violation-view")]
public sealed record ViolationView(AuditInvariant Invariant, string? Account, string? Symbol, string Detail);
