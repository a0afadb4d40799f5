namespace TradingOps.Engine.Audit;

/// <summary>An invariant that does not hold.</summary>
/// <param name="Invariant">Which.</param>
/// <param name="Account">Of which account; null for none.</param>
/// <param name="Symbol">In which symbol; null for none.</param>
/// <param name="Detail">Both figures, for a person.</param>
public sealed record AuditViolation(AuditInvariant Invariant, string? Account, string? Symbol, string Detail);
