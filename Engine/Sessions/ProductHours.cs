namespace TradingOps.Engine.Sessions;

/// <summary>The hours of a product. What is null is as on the rest of its exchange; times are those of its zone.</summary>
/// <param name="PreOpens">From when on orders gather for the opening auction.</param>
/// <param name="Opens">When trading begins.</param>
/// <param name="Closes">When it ends.</param>
/// <param name="EarlyCloses">When it ends on days that are shorter.</param>
public sealed record ProductHours(
    TimeSpan? PreOpens = null, TimeSpan? Opens = null, TimeSpan? Closes = null,
    IReadOnlyDictionary<DateOnly, TimeSpan>? EarlyCloses = null);
