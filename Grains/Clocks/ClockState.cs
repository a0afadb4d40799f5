using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Prometheus;
using TradingOps.Engine.Errors;

namespace TradingOps.Grains.Clocks;

/// <summary>
/// What is known to be wrong with this silo's clock, and with the times of its markets. Safe for use by several threads.
/// </summary>
public sealed class ClockState(IOptions<ClockOptions> options, ILogger<ClockState> logger)
{
    private static readonly Gauge StepGauge = Metrics.CreateGauge(
        "clock_step_seconds", "How far the clock has stepped away from the time that has passed.");

    private static readonly Gauge SkewGauge = Metrics.CreateGauge(
        "clock_skew_seconds", "The silo's clock minus that of the database.");

    private static readonly Gauge AheadGauge = Metrics.CreateGauge(
        "clock_markets_ahead", "Markets of the silo whose time is further ahead of its clock than Clock:MaxStep.");

    private readonly ConcurrentDictionary<string, TimeSpan> _ahead = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private string? _step;
    private string? _skew;

    /// <summary>How far a clock may be wrong.</summary>
    public TimeSpan MaxStep { get; } = options.Value.MaxStep;

    /// <summary>Why this silo takes no new orders, or null if its clock is trusted.</summary>
    public string? Fault => Volatile.Read(ref _step) ?? Volatile.Read(ref _skew);

    /// <summary>Markets of this silo that are ahead of its clock, and by how much.</summary>
    public IReadOnlyDictionary<string, TimeSpan> MarketsAhead => _ahead;

    /// <summary>Takes how far the clock is from where it would be without a step; a step within the bound is adopted.</summary>
    public void ObserveStep(TimeSpan step)
    {
        StepGauge.Set(step.TotalSeconds);
        Set(ref _step, step.Duration() <= MaxStep ? null
            : $"the clock of this machine stepped by {ToText(step)}; set it right, or restart the silo to accept it");
    }

    /// <summary>
    /// Takes how far this silo's clock is ahead of the database's: between two bounds, as the answer took some time. Returns
    /// whether this proves the clock right or wrong; if not, what was known stays known.
    /// </summary>
    /// <param name="least">The lower bound.</param>
    /// <param name="most">The upper bound.</param>
    public bool ObserveSkew(TimeSpan least, TimeSpan most)
    {
        SkewGauge.Set((least + (most - least) / 2).TotalSeconds);
        if (least <= MaxStep && most > MaxStep) return false;
        Set(ref _skew, least <= MaxStep ? null
            : $"the clock of this machine is {ToText(least)} against that of the database; set the wrong one right");
        return true;
    }

    /// <summary>Takes how far the time of a market is ahead of this silo's clock; negative if it is not.</summary>
    public void ObserveMarket(string symbol, TimeSpan ahead)
    {
        // Called for each order: reading takes no lock.
        var isKnown = _ahead.ContainsKey(symbol);
        var isAhead = ahead > MaxStep;
        if (!isKnown && !isAhead) return;
        if (isAhead) _ahead[symbol] = ahead;
        else _ahead.TryRemove(symbol, out _);
        if (isAhead && !isKnown) Log.MarketAhead(logger, symbol, ToText(ahead));
        AheadGauge.Set(_ahead.Count);
    }

    /// <summary>A market left this silo.</summary>
    public void Forget(string symbol) => ObserveMarket(symbol, TimeSpan.Zero);

    /// <summary>Throws if this silo's clock is not trusted.</summary>
    public void ThrowIfFaulted()
    {
        if (Fault is { } fault) throw TradingUnavailableException.NothingDone(TradingError.ClockFault, fault);
    }

    /// <summary>A difference as text, such as <c>+1.01:00:00</c>: days, hours, minutes, seconds.</summary>
    public static string ToText(TimeSpan difference) =>
        (difference < TimeSpan.Zero ? "-" : "+") + difference.Duration().ToString(@"d\.hh\:mm\:ss");

    private void Set(ref string? fault, string? now)
    {
        // Asked for with every time that is read: most of the time nothing changes.
        if (now is null && Volatile.Read(ref fault) is null) return;
        lock (_gate)
        {
            var before = fault;
            fault = now;
            if (before is null && now is not null) Log.ClockFaulted(logger, now);
            if (before is not null && now is null) Log.ClockTrusted(logger);
        }
    }
}
