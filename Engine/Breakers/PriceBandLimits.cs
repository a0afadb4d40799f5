using System.ComponentModel.DataAnnotations;

namespace TradingOps.Engine.Breakers;

/// <summary>
/// How far from the reference a trade may print, as a share of it; 0 for any distance. The reference is the average of the trades
/// of the last minutes, and the first trade before there are any.
/// </summary>
public sealed record PriceBandLimits
{
    /// <summary>Of equities.</summary>
    [Range(typeof(decimal), "0", "1")]
    public decimal Equity { get; init; }

    /// <summary>Of options.</summary>
    [Range(typeof(decimal), "0", "1")]
    public decimal Options { get; init; }

    /// <summary>Of futures.</summary>
    [Range(typeof(decimal), "0", "1")]
    public decimal Futures { get; init; }

    /// <summary>How far back the trades of the reference go.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);
}
