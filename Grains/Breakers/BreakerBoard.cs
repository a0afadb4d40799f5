using System.Collections.Immutable;
using TradingOps.Engine.Breakers;

namespace TradingOps.Grains.Breakers;

/// <summary>
/// What this silo last heard of the breakers: the firm's, and those of symbols that are not closed. Not heard of within the
/// lease, they count as unknown: fail closed. Thread-safe; one a silo.
/// </summary>
public sealed class BreakerBoard(TimeProvider clock)
{
    /// <summary>How long an answer holds, from when it was asked for.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    private static readonly Dictionary<string, BreakerState> States =
        Enum.GetValues<BreakerState>().ToDictionary(s => s.ToCode());

    private readonly Lock _gate = new();
    private Word? _word;

    /// <summary>State of the firm's breaker.</summary>
    public BreakerState Firm => Current?.Firm ?? BreakerState.Unknown;

    /// <summary>What the firm wants to become of resting orders; nothing while that is not known.</summary>
    public RestingOrders Resting => Current?.Resting ?? RestingOrders.Keep;

    /// <summary>Number of the last change of the firm's breaker.</summary>
    public long FirmSequence => Current?.Sequence ?? 0;

    /// <summary>State of a symbol's breaker.</summary>
    public BreakerState Symbol(string symbol) => Current is not { } word ? BreakerState.Unknown
        : word.Symbols.TryGetValue(symbol, out var breaker) ? States[breaker.State]
        : BreakerState.Closed;

    /// <summary>Number of the last change of a symbol's breaker; 0 while it is closed.</summary>
    public long SymbolSequence(string symbol) =>
        Current is { } word && word.Symbols.TryGetValue(symbol, out var breaker) ? breaker.Sequence : 0;

    private Word? Current =>
        Volatile.Read(ref _word) is { HeardAt: { } heardAt } word && clock.GetElapsedTime(heardAt) <= Lease ? word : null;

    /// <summary>
    /// Takes an answer that was asked for at <paramref name="askedAt"/> (a timestamp), which renews the lease: so the lease ends
    /// here no later than where the answer came from thinks.
    /// </summary>
    public void Hear(BreakerRoll roll, long askedAt) => Take(roll, askedAt);

    /// <summary>Takes a change that nobody asked for: it is believed, and renews nothing.</summary>
    public void Hear(BreakerRoll roll) => Take(roll, null);

    private void Take(BreakerRoll roll, long? askedAt)
    {
        lock (_gate)
        {
            var isOlder = _word is { } known && known.Sequence > roll.Firm.Sequence;
            var heardAt = askedAt ?? _word?.HeardAt;
            // An answer may come after a change that is newer than it; that the grain answered counts all the same.
            if (isOlder) _word = _word! with { HeardAt = heardAt };
            else
                _word = new(States[roll.Firm.State], RestingOf(roll), roll.Firm.Sequence,
                    roll.Symbols.ToImmutableDictionary(SymbolOf), heardAt);
        }
    }

    private static RestingOrders RestingOf(BreakerRoll roll) => roll.CancelsAll ? RestingOrders.CancelAll
        : roll.CancelsIncreasing ? RestingOrders.CancelIncreasing
        : RestingOrders.Keep;

    private static string SymbolOf(BreakerView breaker) =>
        BreakerScope.TryParse(breaker.Scope, out var scope) ? scope.Name : breaker.Scope;

    private sealed record Word(
        BreakerState Firm, RestingOrders Resting, long Sequence, ImmutableDictionary<string, BreakerView> Symbols,
        long? HeardAt);
}
