using System.ComponentModel.DataAnnotations;

namespace TradingOps.Grains.Audit;

/// <summary>How often accounts, books and store are compared (<c>Audit</c>).</summary>
public sealed record AuditOptions
{
    /// <summary>Time between two audits of what has traded since the last.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Accounts asked at one time.</summary>
    [Range(1, 10_000)]
    public int AccountsAtOnce { get; init; } = 50;
}
