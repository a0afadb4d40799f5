using TradingOps.Engine.Actors;

namespace TradingOps.Grains.Actors;

/// <summary>Wire form of <see cref="Actor"/>.</summary>
[GenerateSerializer]
[Alias("tradingops.actor")]
public struct ActorSurrogate
{
    /// <summary><see cref="Actor.Name"/>.</summary>
    [Id(0)] internal string Name;

    /// <summary><see cref="Actor.OnBehalfOf"/>.</summary>
    [Id(1)] internal string? OnBehalfOf;

    /// <summary><see cref="Actor.Address"/>.</summary>
    [Id(2)] internal string? Address;
}
