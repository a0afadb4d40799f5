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

    /// <summary>Price levels quoted a side.</summary>
    [Range(1, 20)]
    public int Levels { get; init; } = 3;
}
