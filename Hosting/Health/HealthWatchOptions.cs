using System.ComponentModel.DataAnnotations;

namespace TradingOps.Hosting.Health;

/// <summary>How often the process looks after itself (<c>Health</c>).</summary>
public sealed record HealthWatchOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Health";

    /// <summary>Time between two runs of the checks.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan CheckEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Failures in a row after which an incident is opened.</summary>
    [Range(1, 1000)]
    public int FailuresToReport { get; init; } = 3;
}
