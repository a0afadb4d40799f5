using TradingOps.Engine.Actors;

namespace TradingOps.Grains.Actors;

/// <summary>Converts <see cref="Actor"/> to and from its wire form.</summary>
[RegisterConverter]
public sealed class ActorConverter : IConverter<Actor, ActorSurrogate>
{
    /// <inheritdoc/>
    public Actor ConvertFromSurrogate(in ActorSurrogate s) => new(s.Name, s.OnBehalfOf, s.Address);

    /// <inheritdoc/>
    public ActorSurrogate ConvertToSurrogate(in Actor actor) =>
        new() { Name = actor.Name, OnBehalfOf = actor.OnBehalfOf, Address = actor.Address };
}
