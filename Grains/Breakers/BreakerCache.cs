using System.Collections.Immutable;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Instruments;

namespace TradingOps.Grains.Breakers;

/// <summary>
/// The breakers as this silo last received them: the firm's, those of symbols that are not closed, and those of desks that ever
/// moved. When the lease has ended they count as unknown, and orders are refused. Thread-safe; one per silo.
/// </summary>
public sealed class BreakerCache(TimeProvider clock)
{
    /// <summary>How long an answer holds, counted from when it was requested.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    private static readonly Dictionary<string, BreakerState> States =
        Enum.GetValues<BreakerState>().ToDictionary(s => s.ToCode());

    private static readonly ImmutableDictionary<string, BreakerView> NoDesks =
        ImmutableDictionary.Create<string, BreakerView>(StringComparer.Ordinal);

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
        : IsWhole(current.DesksWholeAt) ? BreakerState.Closed
        : BreakerState.Unknown;

    /// <summary>The breaker of a desk; null where it never moved or is unknown, and for no desk.</summary>
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
        : IsWhole(current.WholeAt) ? false
        : null;

    /// <summary>Number of the last change of a symbol's breaker; 0 while it is closed.</summary>
    public long SymbolSequence(string symbol) =>
        Current is { } current && current.Symbols.TryGetValue(symbol, out var breaker) ? breaker.Sequence : 0;

    /// <summary>
    /// Whether a breaker that is not named is closed. Right after the firm's breaker started it may not have been read; but what
    /// was heard before holds as long as its lease.
    /// </summary>
    private bool IsWhole(long? at) => at is { } wholeAt && clock.GetElapsedTime(wholeAt) <= Lease;

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
            var desksWholeAt = states.HasDesks ? renewedAt : _received?.DesksWholeAt;
            var desks = Newest(states.Desks, _received?.Desks ?? NoDesks);
            // An answer may arrive after a newer change; it renews the lease all the same.
            if (isOlder)
            {
                _received = _received! with
                {
                    RenewedAt = renewedAt,
                    WholeAt = wholeAt,
                    Desks = desks,
                    DesksWholeAt = desksWholeAt,
                };
                return;
            }
            _received = new(
                States[states.Firm.State], RestingOf(states), states.Firm.Sequence, SymbolsAfter(states), desks, wholeAt,
                desksWholeAt, renewedAt);
        }
    }

    /// <summary>The symbols that are not closed; while some were not read, also those that were known to be before.</summary>
    private ImmutableDictionary<string, BreakerView> SymbolsAfter(BreakerStates states)
    {
        var named = states.Symbols.ToImmutableDictionary(NameOf);
        return states.IsComplete || _received is null ? named : _received.Symbols.SetItems(named);
    }

    /// <summary>
    /// Of each desk the later state: a change may come before an answer that was made before it.
    /// </summary>
    private static ImmutableDictionary<string, BreakerView> Newest(
        ImmutableArray<BreakerView> desks, ImmutableDictionary<string, BreakerView> known)
    {
        // A silo of an earlier version names none.
        if (desks.IsDefaultOrEmpty) return known;
        return known.SetItems(desks.Select(d => KeyValuePair.Create(NameOf(d), d))
            .Where(d => !known.TryGetValue(d.Key, out var before) || before.Sequence < d.Value.Sequence));
    }

    private static RestingOrders RestingOf(BreakerStates states) => states.CancelsAll ? RestingOrders.CancelAll
        : states.CancelsIncreasing ? RestingOrders.CancelIncreasing
        : RestingOrders.Keep;

    private static string NameOf(BreakerView breaker) =>
        BreakerScope.TryParse(breaker.Scope, out var scope) ? scope.Name : breaker.Scope;

    private sealed record Received(
        BreakerState Firm, RestingOrders Resting, long Sequence, ImmutableDictionary<string, BreakerView> Symbols,
        ImmutableDictionary<string, BreakerView> Desks, long? WholeAt, long? DesksWholeAt, long? RenewedAt);
}
