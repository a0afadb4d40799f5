using System.ComponentModel.DataAnnotations;

namespace TradingOps.Hosting.Access;

/// <summary>Who may call (<c>Auth</c>).</summary>
public sealed record AccessOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Auth";

    /// <summary>The keys; without any, only this machine may call, and may do everything.</summary>
    [DistinctKeys]
    public AccessKey[] Keys { get; init; } = [];

    /// <summary>Requests of one key in a second; what is beyond is refused with 429.</summary>
    [Range(1, 10_000_000)]
    public int RequestsPerSecond { get; init; } = 10_000;
}
