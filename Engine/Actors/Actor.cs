namespace TradingOps.Engine.Actors;

/// <summary>
/// Who caused a change. It stands on every record of a market and of an account; breakers and instruments keep the name.
/// </summary>
/// <param name="Name">
/// The name of the caller's key, 1 to 64 letters, digits, dots, dashes and underscores; of the product itself <c>system:</c> and
/// the part that acted.
/// </param>
/// <param name="OnBehalfOf">The person or program that the caller says it acts for, as a name; null for itself.</param>
/// <param name="Address">The network address that the request came from; null for the product itself.</param>
public sealed record Actor(string Name, string? OnBehalfOf = null, string? Address = null)
{
    /// <summary>A market, by its session and its price band.</summary>
    public static Actor Market { get; } = new("system:market");

    /// <summary>An account, which begins its trading day.</summary>
    public static Actor Account { get; } = new("system:account");

    /// <summary>A circuit breaker, which cancels orders.</summary>
    public static Actor Breaker { get; } = new("system:breaker");

    /// <summary>The simulated market maker.</summary>
    public static Actor Simulation { get; } = new("system:simulation");

    /// <inheritdoc/>
    public override string ToString() =>
        Name + (OnBehalfOf is null ? "" : $" for {OnBehalfOf}") + (Address is null ? "" : $" at {Address}");
}
