using TradingOps.Engine.Audit;

namespace TradingOps.Grains.Audit;

/// <summary>What one reading of the journal against some accounts came to.</summary>
internal sealed class AuditPass
{
    public List<AuditViolation> Violations { get; } = [];

    public int Accounts { get; init; }

    public long Records { get; set; }

    public int Compared { get; set; }

    public int Postponed { get; set; }

    public int Silent { get; set; }
}
