namespace TradingOps.Grains.Tests.Clocks;

/// <summary>A machine whose clock steps and which sleeps, as a test says.</summary>
internal sealed class MachineClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private TimeSpan _ran;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Time since the machine started, with the time that it slept.</summary>
    public TimeSpan SinceBoot { get; private set; }

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _ran.Ticks;

    /// <summary>Time passes.</summary>
    /// <param name="time">How much.</param>
    /// <param name="slew">By how much more or less the clock moves in it.</param>
    public void Run(TimeSpan time, TimeSpan slew = default)
    {
        _ran += time;
        SinceBoot += time;
        _now += time + slew;
    }

    /// <summary>The machine sleeps; its clock goes on.</summary>
    public void Sleep(TimeSpan time)
    {
        SinceBoot += time;
        _now += time;
    }

    /// <summary>The clock is set.</summary>
    public void Step(TimeSpan by) => _now += by;
}
