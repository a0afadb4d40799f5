namespace TradingOps.Grains.Tests.Cluster;

/// <summary>The machine's clock, put forward as a test says. Timers and durations are not touched.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long _ticks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ticks));

    /// <summary>Puts the clock forward to a moment.</summary>
    public void MoveTo(DateTimeOffset moment) => Interlocked.Add(ref _ticks, (moment - GetUtcNow()).Ticks);
}
