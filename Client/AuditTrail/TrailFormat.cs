namespace TradingOps.Client.AuditTrail;

/// <summary>How the audit trail is written.</summary>
internal enum TrailFormat
{
    /// <summary>An array of objects.</summary>
    Json = 0,

    /// <summary>Lines of comma-separated values.</summary>
    Csv = 1,
}
