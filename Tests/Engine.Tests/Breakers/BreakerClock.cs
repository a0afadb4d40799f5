namespace TradingOps.Engine.Tests.Breakers;

/// <summary>A time that tests move.</summary>
internal sealed class BreakerClock
{
    /// <summary>Microseconds since the Unix epoch.</summary>
    public long Now { get; private set; } = 1_800_000_000_000_000;

    public void Advance(double seconds) => Now += (long)(seconds * 1_000_000);
}
