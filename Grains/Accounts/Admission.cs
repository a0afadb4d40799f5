using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Risk;

namespace TradingOps.Grains.Accounts;

/// <summary>The result of the checks of one order: a refusal, or what to reserve and place.</summary>
internal readonly record struct Admission
{
    /// <summary>Why the order is refused; null if it passed every check.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>The order to place: a market order carries the worst price of its collar.</summary>
    public required OrderSpec Spec { get; init; }

    /// <summary>What to reserve for it.</summary>
    public required HeldOrder Held { get; init; }

    /// <summary>What the breakers decided; null if the order did not come that far.</summary>
    public BreakerDecision? Breakers { get; init; }

    /// <summary>Whether the breakers let it pass.</summary>
    public bool HasPassedBreakers => Breakers is { Refusal: null };

    /// <summary>The order as the limits saw it; null if it did not come that far.</summary>
    public OrderCheck? Limits { get; init; }
}
