namespace TradingOps.EndToEnd.Tests.Stack;

/// <summary>What a <see cref="TradingStack"/> is made of.</summary>
internal sealed record StackPlan
{
    public int Silos { get; init; } = 1;

    public int Fronts { get; init; } = 1;

    /// <summary>The data folder; a temporary one if it is not said.</summary>
    public string? Folder { get; init; }

    /// <summary>The connection string of the database, or null for the embedded store.</summary>
    public string? Database { get; init; }

    /// <summary>Namespaces for the silos, or null for the loopback address.</summary>
    public SiloNetwork? Network { get; init; }

    /// <summary>The program that is the silo, with arguments that come first.</summary>
    public string[] SiloProgram { get; init; } = ["Silo"];

    /// <summary>Settings of every silo, as <c>--Key value</c> pairs; there is no simulation unless they say so.</summary>
    public string[] Settings { get; init; } = [];

    /// <summary>A command that starts every silo and front, such as <c>env NAME=VALUE</c>; empty for none.</summary>
    public string[] Command { get; init; } = [];

    /// <summary>The key that the fronts are asked with; null where they ask for none.</summary>
    public string? Key { get; init; }

    /// <summary>Settings of every front.</summary>
    public string[] FrontSettings { get; init; } = [];
}
