using System.Collections.Immutable;

namespace TradingOps.Grains.Audit;

/// <summary>What one audit found.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Accounts">Accounts that were asked.</param>
/// <param name="Markets">Markets whose records were read.</param>
/// <param name="Records">Records read.</param>
/// <param name="Compared">Comparisons of an account with a market.</param>
/// <param name="Postponed">Accounts that were behind a market and are compared with it another time.</param>
/// <param name="Silent">Accounts that did not answer.</param>
/// <param name="Violations">What does not add up.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.audit-view")]
public sealed record AuditView(
    DateTimeOffset At, TimeSpan Duration, int Accounts, int Markets, long Records, int Compared, int Postponed, int Silent,
    ImmutableArray<ViolationView> Violations);
