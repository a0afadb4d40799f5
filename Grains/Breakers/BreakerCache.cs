using System.Collections.Immutable;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Instruments;

namespace TradingOps.Grains.Breakers;

/// <summary>
/// The breakers as this silo last received them: the firm's, and those of symbols and desks that are not closed. When the lease
/// has ended they count as unknown, and orders are refused. Thread-safe; one per silo.
/// </summary>
public sealed class BreakerCache(TimeProvider clock)
{
    /// <summary>How long an answer holds, counted from when it was requested.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    private static readonly Dictionary<string, BreakerState> States =
        Enum.GetValues<BreakerState>().ToDictionary(s => s.ToCode());

    private readonly Lock _gate = new();
    private Received? _received;

    /// <summary>State of the firm's breaker.</summary>
    public BreakerState Firm => Current?.Firm ?? BreakerState.Unknown;

    /// <summary>
    /// What the firm's breaker does with resting orders; <see cref="RestingOrders.Keep"/> while that is unknown.
    /// </summary>
    public RestingOrders Resting => Current?.Resting ?? RestingOrders.Keep;

    /// <summary>Number of the last change of the firm's breaker.</summary>
    public long FirmSequence => Current?.Sequence ?? 0;

    /// <summary>State of a symbol's breaker.</summary>
    public BreakerState Symbol(string symbol) => Current is not { } current ? BreakerState.Unknown
        : current.Symbols.TryGetValue(symbol, out var breaker) ? States[breaker.State]
        : BreakerState.Closed;

    /// <summary>State of a desk's breaker; closed for no desk.</summary>
    public BreakerState Desk(string? desk) => desk is null ? BreakerState.Closed
        : Current is not { } current ? BreakerState.Unknown
        : current.Desks.TryGetValue(desk, out var breaker) ? States[breaker.State]
        : IsWhole(current) ? BreakerState.Closed
        : BreakerState.Unknown;

    /// <summary>The breaker of a desk; null while it is closed or unknown, and for no desk.</summary>
    public BreakerView? FindDesk(string? desk) => desk is null ? null : Current?.Desks.GetValueOrDefault(desk);

    /// <summary>
    /// State that orders of an instrument meet: an option is halted with what it is written on, and no less than that.
    /// </summary>
    public BreakerState StateOf(Instrument instrument)
    {
        var own = Symbol(instrument.Symbol);
        return own < BreakerState.Open && IsUnderlyingHalted(instrument) == true ? BreakerState.Open : own;
    }

    /// <summary>
    /// Whether the breaker of what an option is written on lets nothing trade; null while that is unknown, false for anything
    /// else.
    /// </summary>
    public bool? IsUnderlyingHalted(Instrument instrument) =>
        instrument.OptionUnderlying is not { } underlying ? false
        : Current is not { } current ? null
        : current.Symbols.TryGetValue(underlying, out var breaker) ? States[breaker.State] >= BreakerState.Open
        : IsWhole(current) ? false
        : null;

    /// <summary>Number of the last change of a symbol's breaker; 0 while it is closed.</summary>
    public long SymbolSequence(string symbol) =>
        Current is { } current && current.Symbols.TryGetValue(symbol, out var breaker) ? breaker.Sequence : 0;

    /// <summary>
    /// Whether a breaker that is not named is closed. Right after the firm's breaker started it may not have been read; but what
    /// was heard before holds as long as its lease.
    /// </summary>
    private bool IsWhole(Received received) =>
        received.WholeAt is { } wholeAt && clock.GetElapsedTime(wholeAt) <= Lease;

    private Received? Current =>
        Volatile.Read(ref _received) is { RenewedAt: { } renewedAt } received && clock.GetElapsedTime(renewedAt) <= Lease
            ? received
            : null;

    /// <summary>
    /// Applies an answer that was requested at <paramref name="requestedAt"/> (a timestamp) and renews the lease. Counted from
    /// the request, the lease ends here no later than the grain that answered assumes.
    /// </summary>
    public void Update(BreakerStates states, long requestedAt) => Apply(states, requestedAt);

    /// <summary>Applies a change that was sent unrequested; it does not renew the lease.</summary>
    public void Update(BreakerStates states) => Apply(states, null);

    private void Apply(BreakerStates states, long? requestedAt)
    {
        lock (_gate)
        {
            var isOlder = _received is { } known && known.Sequence > states.Firm.Sequence;
            var renewedAt = requestedAt ?? _received?.RenewedAt;
            var wholeAt = states.IsComplete ? renewedAt : _received?.WholeAt;
            // An answer may arrive after a newer change; it renews the lease all the same.
            if (isOlder) _received = _received! with { RenewedAt = renewedAt, WholeAt = wholeAt };
            else
                _received = new(States[states.Firm.State], RestingOf(states), states.Firm.Sequence,
                    After(states, states.Symbols, _received?.Symbols),
                    After(states, states.Desks.IsDefault ? [] : states.Desks, _received?.Desks), wholeAt, renewedAt);
        }
    }

    /// <summary>Breakers that are not closed; while some were not read, also those that were known to be before.</summary>
    private static ImmutableDictionary<string, BreakerView> After(
        BreakerStates states, ImmutableArray<BreakerView> breakers, ImmutableDictionary<string, BreakerView>? before)
    {
        var named = breakers.ToImmutableDictionary(NameOf);
        return states.IsComplete || before is null ? named : before.SetItems(named);
    }

    private static RestingOrders RestingOf(BreakerStates states) => states.CancelsAll ? RestingOrders.CancelAll
        : states.CancelsIncreasing ? RestingOrders.CancelIncreasing
        : RestingOrders.Keep;

    private static string NameOf(BreakerView breaker) =>
        BreakerScope.TryParse(breaker.Scope, out var scope) ? scope.Name : breaker.Scope;

    private sealed record Received(
        BreakerState Firm, RestingOrders Resting, long Sequence, ImmutableDictionary<string, BreakerView> Symbols,
        ImmutableDictionary<string, BreakerView> Desks, long? WholeAt, long? RenewedAt);
}
