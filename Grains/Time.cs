namespace TradingOps.Grains;

/// <summary>Time as the Engine keeps it: whole microseconds since the Unix epoch.</summary>
public static class Time
{
    /// <summary>Now.</summary>
    public static long GetMicroseconds(this TimeProvider clock) => ToMicroseconds(clock.GetUtcNow());

    /// <summary>A moment as microseconds.</summary>
    public static long ToMicroseconds(DateTimeOffset at) =>
        (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>Microseconds as a moment.</summary>
    public static DateTimeOffset FromMicroseconds(long time) =>
        DateTimeOffset.UnixEpoch.AddTicks(time * TimeSpan.TicksPerMicrosecond);
}
