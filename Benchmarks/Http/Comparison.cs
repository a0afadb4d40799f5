using System.Diagnostics;

namespace TradingOps.Benchmarks.Http;

/// <summary>
/// Orders with a setting and without it, or with this version and another, in turn over two stacks that run side by side, so
/// that whatever else the machine does falls on both.
/// </summary>
internal sealed class Comparison(HttpBenchOptions options)
{
    /// <summary>Measurements in the time of one: short ones, often in turn, so that what disturbs them falls on both.</summary>
    private const int Rounds = 10;

    /// <summary>
    /// How often the stacks are started again, the other one first: the one that starts first has a small disadvantage.
    /// </summary>
    private const int Starts = 4;

    private static readonly string[] Symbols = ["AAPL"];

    private int _run;

    public async Task<int> RunAsync()
    {
        Console.WriteLine($"{options.Connections} connections; CPU of front and silo in microseconds an order");
        Console.WriteLine($"| pair | orders/s | with {options.Compare} | ratio | CPU | with {options.Compare} | ratio |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        var (rates, costs) = (new List<double>(), new List<double>());
        for (var start = 0; start < Starts; start++)
            await MeasurePairsAsync(start, rates, costs);
        Console.WriteLine($"orders/s: {Summary(rates)}; CPU: {Summary(costs)}");
        return 0;
    }

    /// <summary>Median and quartiles.</summary>
    public static string Summary(List<double> ratios)
    {
        ratios.Sort();
        return $"median ratio {ratios[ratios.Count / 2]:0.000}, quartiles {ratios[ratios.Count / 4]:0.000} and "
            + $"{ratios[ratios.Count * 3 / 4]:0.000}";
    }

    /// <summary>The processor time of front and silo so far.</summary>
    public static TimeSpan CpuOf(BenchStack stack)
    {
        stack.Front.Refresh();
        stack.Silo.Refresh();
        return stack.Front.TotalProcessorTime + stack.Silo.TotalProcessorTime;
    }

    private async Task MeasurePairsAsync(int start, List<double> rates, List<double> costs)
    {
        var startsPlainFirst = start % 2 == 0;
        await using var earlier = await StartAsync(isPlain: startsPlainFirst);
        await using var later = await StartAsync(isPlain: !startsPlainFirst);
        var (plain, changed) = startsPlainFirst ? (earlier, later) : (later, earlier);
        // Until everything is compiled and every account open.
        for (var i = 0; i < Rounds; i++)
            foreach (var stack in new[] { plain, changed })
                await MeasureAsync(stack);
        for (var pair = 1 + (options.Pairs * start / Starts); pair <= options.Pairs * (start + 1) / Starts; pair++)
        {
            // Each goes first as often as the other.
            var first = await MeasureAsync(pair % 2 == 0 ? changed : plain);
            var second = await MeasureAsync(pair % 2 == 0 ? plain : changed);
            var (asItIs, with) = pair % 2 == 0 ? (second, first) : (first, second);
            rates.Add(asItIs.Rate / with.Rate);
            costs.Add(asItIs.Cpu / with.Cpu);
            Console.WriteLine($"| {pair} | {asItIs.Rate:0} | {with.Rate:0} | {rates[^1]:0.000} "
                + $"| {asItIs.Cpu:0.0} | {with.Cpu:0.0} | {costs[^1]:0.000} |");
        }
    }

    private Task<BenchStack> StartAsync(bool isPlain)
    {
        if (isPlain) return BenchStack.StartAsync(options.Settings);
        string[] setting = options.ComparesVersion ? [] : [$"--{options.Compare}"];
        return BenchStack.StartAsync(
            [.. options.Settings, .. setting], setting, options.ComparesVersion ? options.Compare : null);
    }

    private async Task<(double Rate, double Cpu)> MeasureAsync(BenchStack stack)
    {
        var run = $"c{Environment.ProcessId}-{++_run}";
        var (cpu, began) = (CpuOf(stack), Stopwatch.GetTimestamp());
        var result = await new Load(stack.Address, options.Connections).RunAsync(
            connection => new OrderRequests(connection, Symbols, "187.00", options.Batch == 1 ? 0 : options.Batch, run).Next,
            options.Batch, options.Time / Rounds);
        if (result.Failures > 0)
            throw new InvalidOperationException($"{result.Failures} orders failed, the first: {result.FirstFailure}");
        var orders = result.Orders * Stopwatch.GetElapsedTime(began).TotalSeconds;
        return (result.Orders, (CpuOf(stack) - cpu).TotalMicroseconds / orders);
    }
}
