using System.ComponentModel.DataAnnotations;

namespace TradingOps.Hosting.Access;

/// <summary>Who may call (<c>Auth</c>).</summary>
public sealed record AccessOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Auth";

    /// <summary>Most orders in one batch, which must fit into a second.</summary>
    private const int MaxBatch = 1_000;

    /// <summary>The keys; without any, only this machine may call, and may do everything.</summary>
    [DistinctKeys]
    public AccessKey[] Keys { get; init; } = [];

    /// <summary>
    /// A JSON file with the section <c>Auth:Keys</c>, in place of keys here; empty for none. Its changes take
    /// effect within a second, without a restart.
    /// </summary>
    public string? KeysFile { get; init; }

    /// <summary>Requests of one key in a second; what is beyond is refused with 429.</summary>
    [Range(1, 10_000_000)]
    public int RequestsPerSecond { get; init; } = 10_000;

    /// <summary>Orders of one key in a second, each order of a batch counted; what is beyond is refused with 429.</summary>
    [Range(MaxBatch, 10_000_000)]
    public int OrdersPerSecond { get; init; } = 100_000;

    /// <summary>
    /// Requests of one network address in a second that bring no valid key; what is beyond is refused with 429. Probes are not
    /// counted.
    /// </summary>
    [Range(1, 10_000_000)]
    public int KeylessRequestsPerSecond { get; init; } = 100;
}
