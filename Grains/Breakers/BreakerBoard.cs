using TradingOps.Engine.Breakers;

namespace TradingOps.Grains.Breakers;

/// <summary>
/// What this silo last heard of the firm's breaker. Not heard of within the lease, it counts as unknown: fail closed.
/// Thread-safe; one a silo.
/// </summary>
public sealed class BreakerBoard(TimeProvider clock)
{
    /// <summary>How long a word of a breaker holds.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    private Word? _word;

    /// <summary>State of the firm's breaker.</summary>
    public BreakerState Firm => Volatile.Read(ref _word) is { } word && clock.GetElapsedTime(word.HeardAt) <= Lease
        ? word.State
        : BreakerState.Unknown;

    /// <summary>Takes a word of the firm's breaker. An older change than the one known is ignored.</summary>
    public void Hear(BreakerView breaker)
    {
        var state = breaker.State == CircuitBreakerGrain.ClosedState ? BreakerState.Closed : BreakerState.Open;
        var word = new Word(state, breaker.Sequence, clock.GetTimestamp());
        Word? known;
        do
        {
            known = Volatile.Read(ref _word);
            if (known is not null && known.Sequence > word.Sequence) return;
        }
        while (Interlocked.CompareExchange(ref _word, word, known) != known);
    }

    private sealed record Word(BreakerState State, long Sequence, long HeardAt);
}
