using System.ComponentModel.DataAnnotations;

namespace TradingOps.Hosting.Limits;

/// <summary>What one process takes at a time (<c>Limits</c>).</summary>
public sealed record LimitOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Limits";

    /// <summary>Largest body of a request, in bytes; what is larger is refused with 413.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public long BodyBytes { get; init; } = 1024 * 1024;

    /// <summary>Largest headers of a request together, in bytes; what is larger is refused with 431.</summary>
    [Range(1024, 1024 * 1024)]
    public int HeaderBytes { get; init; } = 16 * 1024;

    /// <summary>Open connections; beyond, a new one is closed at once.</summary>
    [Range(1, 1_000_000)]
    public long Connections { get; init; } = 20_000;

    /// <summary>How long the headers of a request may take to come.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan HeadersWithin { get; init; } = TimeSpan.FromSeconds(10);
}
