using System.ComponentModel.DataAnnotations;
using TradingOps.Engine.Breakers;

namespace TradingOps.Grains.Breakers;

/// <summary>What trips the circuit breakers, and how they are reset (<c>Breakers</c>).</summary>
public sealed record BreakerOptions
{
    /// <summary>
    /// Whether the reset of a killed breaker needs the approval of a second person. A silo without keys, where every caller is
    /// the same person, sets it to false unless it is configured (<c>BreakerRegistration</c>).
    /// </summary>
    public bool TwoPersonReset { get; init; } = true;

    /// <summary>What an account's breaker watches.</summary>
    public AccountBreakerLimits Account { get; init; } = new();

    /// <summary>What the firm's breaker watches.</summary>
    public FirmBreakerLimits Firm { get; init; } = new();

    /// <summary>How long the steps of a symbol's breaker last.</summary>
    public SymbolBreakerLimits Symbol { get; init; } = new();

    /// <summary>How far prices may move before a symbol is paused.</summary>
    public PriceBandLimits Bands { get; init; } = new();

    /// <summary>What a breaker allows before it closes again.</summary>
    public ProbationLimits Probation { get; init; } = new();

    /// <summary>The symbol, such as SPY, whose fall from its reference price stops the firm; empty for none.</summary>
    [MaxLength(32)]
    public string Index { get; init; } = "";
}
