using System.Diagnostics;
using System.Globalization;

namespace TradingOps.Benchmarks.Http;

/// <summary>
/// Orders over one WebSocket and over HTTP, in turn against one front and silo: as many under way on the one connection as there
/// are connections of the other kind.
/// </summary>
internal sealed class SocketComparison(HttpBenchOptions options)
{
    /// <summary>Measurements in the time of one: short ones, often in turn, so that what disturbs them falls on both.</summary>
    private const int Rounds = 10;

    private static readonly string[] Symbols = ["AAPL"];

    private int _run;

    public async Task<int> RunAsync()
    {
        // All orders of one account may be more a second than an account is allowed.
        await using var stack = await BenchStack.StartAsync([.. options.Settings, "--Accounts:Limited=false"]);
        foreach (var accounts in new[] { options.Connections, 1 }) await CompareAsync(stack, accounts);
        return 0;
    }

    private async Task CompareAsync(BenchStack stack, int accounts)
    {
        Console.WriteLine($"{accounts} accounts; {options.Connections} connections of HTTP, or as many orders under way over one "
            + "WebSocket; CPU of front and silo in microseconds an order");
        Console.WriteLine(
            "| pair | orders/s HTTP | /ws | ratio | CPU HTTP | /ws | ratio | p50 ms HTTP | /ws | p99 ms HTTP | /ws |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        // Until everything is compiled and every account open.
        for (var i = 0; i < Rounds; i++)
            foreach (var isSocket in new[] { false, true })
                await MeasureAsync(stack, isSocket, accounts);
        var (rates, costs) = (new List<double>(), new List<double>());
        for (var pair = 1; pair <= options.Pairs; pair++)
        {
            // Each goes first as often as the other.
            var first = await MeasureAsync(stack, pair % 2 == 0, accounts);
            var second = await MeasureAsync(stack, pair % 2 != 0, accounts);
            var (http, socket) = pair % 2 == 0 ? (second, first) : (first, second);
            rates.Add(socket.Load.Orders / http.Load.Orders);
            costs.Add(socket.Cpu / http.Cpu);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {pair} | {http.Load.Orders:0} | {socket.Load.Orders:0} | {rates[^1]:0.00} "
                + $"| {http.Cpu:0.0} | {socket.Cpu:0.0} | {costs[^1]:0.00} "
                + $"| {http.Load.Latency.Percentile(.5):0.00} | {socket.Load.Latency.Percentile(.5):0.00} "
                + $"| {http.Load.Latency.Percentile(.99):0.00} | {socket.Load.Latency.Percentile(.99):0.00} |"));
        }
        Console.WriteLine($"/ws to HTTP: orders/s {Comparison.Summary(rates)}; CPU {Comparison.Summary(costs)}");
    }

    private async Task<(LoadResult Load, double Cpu)> MeasureAsync(BenchStack stack, bool isSocket, int accounts)
    {
        var run = $"w{Environment.ProcessId}-{++_run}";
        var (cpu, began) = (Comparison.CpuOf(stack), Stopwatch.GetTimestamp());
        var result = isSocket
            ? await new SocketLoad(stack.Address, options.Connections).RunAsync(
                place => new OrderRequests(place, Symbols, "187.00", OrderRequests.OverSocket, run, accounts).Next,
                options.Time / Rounds)
            : await new Load(stack.Address, options.Connections).RunAsync(
                connection => new OrderRequests(connection, Symbols, "187.00", 0, run, accounts).Next, 1, options.Time / Rounds);
        if (result.Failures > 0)
            throw new InvalidOperationException($"{result.Failures} orders failed, the first: {result.FirstFailure}");
        var orders = result.Orders * Stopwatch.GetElapsedTime(began).TotalSeconds;
        return (result, (Comparison.CpuOf(stack) - cpu).TotalMicroseconds / orders);
    }
}
