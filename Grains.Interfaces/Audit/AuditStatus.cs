namespace TradingOps.Grains.Audit;

/// <summary>How the running audit stands.</summary>
/// <param name="LastEnded">When the last audit ended; null before the first has.</param>
/// <param name="Violations">What did not add up since the audit began on its silo.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.audit-status")]
public sealed record AuditStatus(DateTimeOffset? LastEnded, int Violations);
