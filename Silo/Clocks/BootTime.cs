using System.Runtime.InteropServices;

namespace TradingOps.Silo.Clocks;

/// <summary>Time since the machine started. Unlike timestamps of .NET it goes on while the machine sleeps.</summary>
internal static class BootTime
{
    // CLOCK_BOOTTIME of Linux; CLOCK_MONOTONIC of macOS, which counts sleep there.
    private static readonly int Clock = OperatingSystem.IsMacOS() ? 6 : 7;

    /// <summary>Reads it.</summary>
    public static TimeSpan Read() => GetTime(Clock, out var time) == 0
        ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick)
        : throw new PlatformNotSupportedException($"clock {Clock} of this system cannot be read");

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
