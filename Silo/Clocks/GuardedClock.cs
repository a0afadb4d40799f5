using TradingOps.Grains.Clocks;

namespace TradingOps.Silo.Clocks;

/// <summary>
/// The time of this silo's grains: the machine's clock, while it moves as time passes. After a step beyond
/// <see cref="ClockOptions.MaxStep"/> it is the time before the step plus what has passed since, and <see cref="ClockState"/>
/// shows it; it follows the machine's clock again when the two agree. Safe for use by several threads.
/// </summary>
/// <remarks>
/// Small differences are adopted once a second, so a clock that is slewed never counts as stepped. Time that the machine slept is
/// no step: <paramref name="sinceBoot"/> counts it, and timestamps do not.
/// </remarks>
/// <param name="system">The machine's clock and timestamps.</param>
/// <param name="state">Receives what is found.</param>
/// <param name="sinceBoot">Time since the machine started, with the time that it slept.</param>
internal sealed class GuardedClock(TimeProvider system, ClockState state, Func<TimeSpan> sinceBoot) : TimeProvider
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(1);

    /// <summary>A reading during which this thread was stopped for longer compares times that do not belong together.</summary>
    private static readonly TimeSpan ReadWithin = TimeSpan.FromMilliseconds(10);

    private volatile Reading _anchor = Read(system, sinceBoot);

    public override long TimestampFrequency => system.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => system.LocalTimeZone;

    public override long GetTimestamp() => system.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        system.CreateTimer(callback, state, dueTime, period);

    public override DateTimeOffset GetUtcNow()
    {
        var anchor = _anchor;
        var now = system.GetUtcNow();
        var passed = system.GetElapsedTime(anchor.Timestamp);
        return passed < RenewEvery && (now - anchor.At - passed).Duration() <= state.MaxStep ? now : Examine(anchor);
    }

    private DateTimeOffset Examine(Reading anchor)
    {
        var reading = Read(system, sinceBoot);
        var passed = system.GetElapsedTime(anchor.Timestamp, reading.Timestamp);
        var slept = reading.SinceBoot - anchor.SinceBoot - passed;
        var expected = anchor.At + passed;
        // The clock went on while the machine slept.
        if ((reading.At - expected - slept).Duration() < (reading.At - expected).Duration()) expected += slept;
        var step = reading.At - expected;
        state.ObserveStep(step);
        if (step.Duration() > state.MaxStep) return expected;
        _anchor = reading;
        return reading.At;
    }

    private static Reading Read(TimeProvider system, Func<TimeSpan> sinceBoot)
    {
        while (true)
        {
            var timestamp = system.GetTimestamp();
            var reading = new Reading(system.GetUtcNow(), timestamp, sinceBoot());
            if (system.GetElapsedTime(timestamp) < ReadWithin) return reading;
        }
    }

    private sealed record Reading(DateTimeOffset At, long Timestamp, TimeSpan SinceBoot);
}
