using TradingOps.Bodies.Orders;
using TradingOps.Client.Problems;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Errors;

namespace TradingOps.Client.Breakers;

/// <summary>Why a breaker is tripped, and how far.</summary>
internal sealed record TripBody : BreakerChangeBody
{
    /// <summary>How far a breaker can be tripped by hand.</summary>
    public static readonly Vocabulary<BreakerState> States =
        new(("open", BreakerState.Open), ("reduce_only", BreakerState.ReduceOnly));

    /// <summary>open, which is the default, or reduce_only.</summary>
    public string? State { get; init; }

    /// <summary>Whether orders that only reduce may pass.</summary>
    internal bool Reduces => States.TryRead(State, BreakerState.Open, out var state) && state == BreakerState.ReduceOnly;

    /// <summary>What is wrong with it for a breaker of a kind; null if nothing is.</summary>
    public ProblemResult? Check(BreakerKind kind)
    {
        if (!States.TryRead(State, default, out _))
            return Problem.Of(TradingError.InvalidBreakerState, States.Explain("state", State));
        return Reduces && kind == BreakerKind.Symbol
            ? Problem.Of(
                TradingError.InvalidBreakerState, "state reduce_only goes with breakers of the firm, desks and accounts")
            : Check();
    }
}
