namespace TradingOps.Tests.Shared;

/// <summary>
/// How much slower than a quiet machine this one is, as the start of the processes under test shows. Every wait in the tests is
/// for a condition; its patience only bounds a hang, and grows with this.
/// </summary>
internal static class Pace
{
    /// <summary>What the start of a process takes on a quiet machine of two cores.</summary>
    private static readonly TimeSpan QuietStart = TimeSpan.FromSeconds(4);

    private static readonly Lock Gate = new();
    private static TimeSpan _slowestStart;

    /// <summary>Notes how long a process took from its start until it was healthy.</summary>
    public static void Observe(TimeSpan start)
    {
        lock (Gate) _slowestStart = start > _slowestStart ? start : _slowestStart;
    }

    /// <summary>A patience of a quiet machine, as long as this machine needs it; never shorter.</summary>
    public static TimeSpan Scale(TimeSpan patience)
    {
        lock (Gate) return patience * Math.Max(1, _slowestStart / QuietStart);
    }
}
