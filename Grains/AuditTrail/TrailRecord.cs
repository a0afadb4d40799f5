namespace TradingOps.Grains.AuditTrail;

/// <summary>A record of the journal as a part of the audit trail.</summary>
/// <param name="Time">Microseconds since the Unix epoch.</param>
/// <param name="Sequence">Its sequence in its stream.</param>
/// <param name="Entries">Its entries, in order.</param>
internal sealed record TrailRecord(long Time, long Sequence, IEnumerable<TrailEntry> Entries);
