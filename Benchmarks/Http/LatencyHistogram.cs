using System.Diagnostics;
using System.Numerics;

namespace TradingOps.Benchmarks.Http;

/// <summary>Durations in buckets that are at most 1.6 % wide, from 1 microsecond to over an hour. Not thread-safe.</summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 6;
    private const int Sub = 1 << SubBits;

    private readonly long[] _counts = new long[Sub * 32];

    public long Count { get; private set; }

    public void Add(long stopwatchTicks)
    {
        var micros = (ulong)Math.Max(0, stopwatchTicks * 1_000_000 / Stopwatch.Frequency);
        _counts[Math.Min(IndexOf(micros), _counts.Length - 1)]++;
        Count++;
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++) _counts[i] += other._counts[i];
        Count += other.Count;
    }

    /// <summary>The duration in milliseconds that a share of all is not longer than.</summary>
    public double Percentile(double share)
    {
        var wanted = (long)Math.Ceiling(Count * share);
        long seen = 0;
        for (var i = 0; i < _counts.Length; i++)
            if ((seen += _counts[i]) >= wanted && seen > 0)
                return ValueOf(i) / 1000.0;
        return 0;
    }

    private static int IndexOf(ulong micros)
    {
        if (micros < Sub) return (int)micros;
        var shift = 63 - SubBits - BitOperations.LeadingZeroCount(micros);
        return ((shift + 1) << SubBits) + (int)(micros >> shift) - Sub;
    }

    private static double ValueOf(int index)
    {
        if (index < Sub) return index;
        var shift = (index >> SubBits) - 1;
        return ((index & (Sub - 1)) + Sub + 1L) << shift;
    }
}
