namespace TradingOps.Grains.Audit;

/// <summary>The running audit: whether accounts, books and store agree.</summary>
[Alias("tradingops.IAuditGrain")]
public interface IAuditGrain : IGrainWithStringKey
{
    /// <summary>Audits every account now; while an audit is under way, waits for it first.</summary>
    [Alias("Run")]
    [ResponseTimeout("00:01:00")]
    Task<AuditView> Run();

    /// <summary>Makes sure that the audit is awake, and answers how it stands.</summary>
    [Alias("Wake")]
    Task<AuditStatus> Wake();
}
