using System.Diagnostics;
using System.Text;

namespace TradingOps.Benchmarks.Http;

/// <summary>
/// The whole way of an order over HTTP, against <c>GET /health/live</c> on the same front: silo, front and this tool share the
/// machine.
/// </summary>
internal sealed class HttpBenchCommand
{
    private const int BatchSize = 100;

    private const string Equity =
        """{"asset_class":"EQUITY","tick_size":0.01,"max_quantity":1000000,"reference_price":187}""";

    private static readonly byte[] Question = Encoding.ASCII.GetBytes("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");

    private readonly HttpBenchOptions _options;
    private readonly BenchStack _stack;
    private double _bare;
    private int _run;
    private long _failures;

    private HttpBenchCommand(HttpBenchOptions options, BenchStack stack) => (_options, _stack) = (options, stack);

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (HttpBenchOptions.Read(arguments) is not { } options)
        {
            Console.Error.WriteLine(
                "usage: http [--connections N] [--seconds N] [--warm-up N] [--symbols N,N,...] [--soak MINUTES] "
                + "[--provider NAME] [--compare Setting=VALUE|CLONE|ws [--pairs N] [--batch N]] [--Silo:Setting VALUE]");
            return 2;
        }
        if (options.ComparesSocket) return await new SocketComparison(options).RunAsync();
        if (options.Compare is not null) return await new Comparison(options).RunAsync();
        await using var stack = await BenchStack.StartAsync(options.Settings);
        return await new HttpBenchCommand(options, stack).MeasureAsync();
    }

    private async Task<int> MeasureAsync()
    {
        Console.WriteLine(
            $"{_options.Connections} connections, {_options.Time.TotalSeconds:0} s each; latency at half of the highest rate, "
            + "from when a request was due; CPU in microseconds a request");
        Console.WriteLine(
            "| load | symbols | requests/s | orders/s | of /health/live | p50 ms | p99 ms | p99.9 ms | CPU front | CPU silo "
            + "| failures |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        _bare = (await MeasureAsync("GET /health/live", 0, [])).Requests;
        LoadResult? last = null;
        foreach (var count in _options.Symbols)
        {
            var symbols = await SymbolsAsync(count);
            last = await MeasureAsync("POST /orders", 1, symbols);
            await MeasureAsync($"POST /orders/batch of {BatchSize}", BatchSize, symbols);
        }
        if (_options.Soak > 0 && last is not null)
            await Soak.RunAsync(_stack, _options, Requests(1, await SymbolsAsync(_options.Symbols[^1])), last.Requests / 2);
        return _failures == 0 ? 0 : 1;
    }

    private async Task<LoadResult> MeasureAsync(string name, int orders, string[] symbols)
    {
        await RunAsync(orders, symbols, _options.WarmUp, null);
        var (front, silo) = (_stack.Front.TotalProcessorTime, _stack.Silo.TotalProcessorTime);
        var began = Stopwatch.GetTimestamp();
        var most = await RunAsync(orders, symbols, _options.Time, null);
        var requests = most.Requests * Stopwatch.GetElapsedTime(began).TotalSeconds;
        _stack.Front.Refresh();
        _stack.Silo.Refresh();
        var (frontCpu, siloCpu) = (_stack.Front.TotalProcessorTime - front, _stack.Silo.TotalProcessorTime - silo);
        var half = await RunAsync(orders, symbols, _options.Time, most.Requests / 2);
        var rate = orders == 0 ? most.Requests : most.Orders;
        object[] row =
        [
            name, orders == 0 ? "" : symbols.Length,
            $"{most.Requests:0}", $"{most.Orders:0}", $"{(_bare == 0 ? 1 : rate / _bare):0.00}",
            $"{half.Latency.Percentile(.5):0.00}", $"{half.Latency.Percentile(.99):0.00}",
            $"{half.Latency.Percentile(.999):0.00}",
            $"{frontCpu.TotalMicroseconds / requests:0.0}", $"{siloCpu.TotalMicroseconds / requests:0.0}",
            most.Failures + half.Failures,
        ];
        Console.WriteLine($"| {string.Join(" | ", row)} |");
        _failures += most.Failures + half.Failures;
        if ((most.FirstFailure ?? half.FirstFailure) is { } failure) Console.Error.WriteLine($"{name}: {failure}");
        return most;
    }

    private Task<LoadResult> RunAsync(int orders, string[] symbols, TimeSpan time, double? rate) =>
        new Load(_stack.Address, _options.Connections).RunAsync(Requests(orders, symbols), orders, time, rate);

    private Func<int, Func<ReadOnlyMemory<byte>>> Requests(int orders, string[] symbols)
    {
        if (orders == 0) return _ => () => Question;
        var run = $"r{Environment.ProcessId}-{++_run}";
        return connection => new OrderRequests(connection, symbols, "187.00", orders == 1 ? 0 : orders, run).Next;
    }

    /// <summary>Registers as many equities, of names that are equally long.</summary>
    private async Task<string[]> SymbolsAsync(int count)
    {
        string[] symbols = [.. Enumerable.Range(0, count).Select(i => $"BENCH{i:d5}")];
        foreach (var symbol in symbols)
        {
            using var instrument = new StringContent(Equity, Encoding.UTF8, "application/json");
            using var response = await _stack.Http.PutAsync($"/instruments/{symbol}", instrument);
            if (!response.IsSuccessStatusCode) throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
        }
        return symbols;
    }
}
