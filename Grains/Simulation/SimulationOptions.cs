using System.ComponentModel.DataAnnotations;

namespace TradingOps.Grains.Simulation;

/// <summary>The simulated market to trade against (<c>Simulation</c>).</summary>
public sealed record SimulationOptions
{
    /// <summary>Whether market makers quote every instrument of the catalogue.</summary>
    public bool Enabled { get; init; }

    /// <summary>Seed of the random walks: the same seed gives the same prices.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Time between two steps of the walk.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan StepEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long prices go on moving after a client last read a market or traded in it. Quotes that no client sees stay where they
    /// are, for every move of one is a record of the journal.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan QuietAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Price levels quoted a side.</summary>
    [Range(1, 20)]
    public int Levels { get; init; } = 3;
}
