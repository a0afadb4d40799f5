using System.ComponentModel.DataAnnotations;

namespace TradingOps.Grains.Clocks;

/// <summary>How far a clock may be wrong (<c>Clock</c>).</summary>
public sealed record ClockOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Clock";

    /// <summary>
    /// How far this machine's clock may step at once, be ahead of the database's, or be behind the time of a market, before new
    /// orders are refused.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan MaxStep { get; init; } = TimeSpan.FromSeconds(5);
}
