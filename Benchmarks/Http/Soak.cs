using System.Diagnostics;
using System.Globalization;

namespace TradingOps.Benchmarks.Http;

/// <summary>Half of the highest rate for minutes: whether the memory of silo and front stays flat.</summary>
internal static class Soak
{
    private static readonly TimeSpan SampleEvery = TimeSpan.FromSeconds(10);

    /// <summary>Prints a sample every ten seconds and, over the second half, the slope.</summary>
    public static async Task RunAsync(
        BenchStack stack, HttpBenchOptions options, Func<int, Func<ReadOnlyMemory<byte>>> requests, double rate)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"soak: {options.Soak} minutes at {rate:0} orders/s"));
        var samples = new List<(double Minute, double Front, double Silo)>();
        var began = Stopwatch.GetTimestamp();
        var load = new Load(stack.Address, options.Connections).RunAsync(requests, 1, TimeSpan.FromMinutes(options.Soak), rate);
        while (await Task.WhenAny(load, Task.Delay(SampleEvery)) != load)
        {
            var sample = (Stopwatch.GetElapsedTime(began).TotalMinutes, MegabytesOf(stack.Front), MegabytesOf(stack.Silo));
            samples.Add(sample);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {sample.TotalMinutes,5:0.0} min: front {sample.Item2:0} MB, silo {sample.Item3:0} MB"));
        }
        var result = await load;
        var half = samples.Skip(samples.Count / 2).ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"soak: {result.Orders:0} orders/s, {result.Failures} failures; slope over the second half: "
            + $"front {SlopeOf(half, s => s.Front):0.00} MB/min, silo {SlopeOf(half, s => s.Silo):0.00} MB/min"));
    }

    private static double MegabytesOf(Process process)
    {
        process.Refresh();
        return process.WorkingSet64 / 1024.0 / 1024.0;
    }

    private static double SlopeOf(
        (double Minute, double Front, double Silo)[] samples, Func<(double Minute, double Front, double Silo), double> value)
    {
        if (samples.Length < 2) return 0;
        var (x, y) = (samples.Average(s => s.Minute), samples.Average(value));
        return samples.Sum(s => (s.Minute - x) * (value(s) - y)) / samples.Sum(s => (s.Minute - x) * (s.Minute - x));
    }
}
