namespace TradingOps.Grains.AuditTrail;

/// <summary>
/// Who did what, from the journal. <see cref="TradingUnavailableException"/> where the journal cannot be read now.
/// </summary>
[Alias("tradingops.IAuditTrailGrain")]
public interface IAuditTrailGrain : IGrainWithIntegerKey
{
    /// <summary>Most records that one page reads.</summary>
    const int MaxRecords = 10_000;

    /// <summary>
    /// A page of what happened to an account, in a symbol, or to an account in a symbol, oldest first. A page reads
    /// <see cref="MaxRecords"/> records at most, and may then have fewer entries than asked for, or none, and a next page all the
    /// same.
    /// </summary>
    [Alias("Read")]
    [ResponseTimeout(CallTimeouts.Account)]
    Task<TrailPage> Read(TrailFilter filter);
}
