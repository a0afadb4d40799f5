using System.ComponentModel.DataAnnotations;

namespace TradingOps.Hosting;

/// <summary>What a process logs, and where (<c>Logs</c>).</summary>
public sealed record LogOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Logs";

    /// <summary>Least severe level that is written.</summary>
    [AllowedValues("Verbose", "Debug", "Information", "Warning", "Error", "Fatal")]
    public string Level { get; init; } = "Information";

    /// <summary>A file for the same lines as the console's, rolled by day and kept for a week; null for none.</summary>
    public string? File { get; init; }
}
