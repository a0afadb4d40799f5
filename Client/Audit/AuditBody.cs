using TradingOps.Grains.Audit;

namespace TradingOps.Client.Audit;

/// <summary>What an audit found in the shape of the API; <c>ok</c> without violations.</summary>
internal sealed record AuditBody(
    string Status, DateTime At, double DurationSeconds, int Accounts, int Markets, long Records, int Compared, int Postponed,
    int Silent, IReadOnlyList<ViolationBody> Violations)
{
    public static AuditBody From(AuditView a) => new(
        a.Violations.IsEmpty ? "ok" : "violated", a.At.UtcDateTime, Math.Round(a.Duration.TotalSeconds, 3), a.Accounts, a.Markets,
        a.Records, a.Compared, a.Postponed, a.Silent, [.. a.Violations.Select(ViolationBody.From)]);
}
