using System.ComponentModel.DataAnnotations;

namespace TradingOps.Grains.Marks;

/// <summary>The prices that positions are valued at (<c>Marks</c>).</summary>
public sealed record MarkOptions
{
    /// <summary>How old the last trade may be that a position is valued at while its market is open.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(5);
}
