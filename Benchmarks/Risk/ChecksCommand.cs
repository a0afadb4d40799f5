using System.Text;
using TradingOps.Benchmarks.Http;
using TradingOps.Engine.Accounts;

namespace TradingOps.Benchmarks.Risk;

/// <summary>
/// What the pre-trade checks cost a single order: with every limit on and with every limit off, in turn, first without any
/// process around them, then over HTTP.
/// </summary>
internal static class ChecksCommand
{
    private const int Rounds = 7;
    private const int Orders = 200_000;
    private const int Connections = 64;

    private const string On =
        """
        {"limits":{"max_orders_per_second":1000000,"max_open_orders":1000000,"max_order_quantity":1000000,
         "max_order_notional":1000000000,"price_collar":0.2,"max_position":1000000000,"check_buying_power":true}}
        """;

    private const string Off =
        """
        {"limits":{"max_orders_per_second":0,"max_open_orders":2147483647,"max_order_quantity":0,"max_order_notional":0,
         "price_collar":0,"max_position":0,"check_buying_power":false}}
        """;

    private static readonly AccountLimits AllOn = new()
    {
        MaxOrdersPerSecond = 1_000_000,
        MaxOrderNotional = 1_000_000_000,
        MaxPosition = 1_000_000_000,
        DuplicateWindow = 1,
    };

    private static int _run;

    public static async Task<int> RunAsync(string[] options)
    {
        var seconds = options is ["--seconds", var text] && double.TryParse(text, out var given) ? given : 5;
        var gate = await MeasureAsync(
            limits => Task.FromResult((new GateLoop(limits == On ? AllOn : AccountLimits.None).Run(Orders), 0d)));
        Console.WriteLine(
            $"in one process (checked, matched, encoded, applied): {gate.Off.First:0} ns an order with limits off, "
            + $"{gate.On.First:0} ns with limits on");
        using var stack = await BenchStack.StartAsync();
        for (var i = 0; i < Connections; i++) await PutAsync(stack, i, """{"cash":1000000000}""");
        var ((onRate, onCpu), (offRate, offCpu)) = await MeasureAsync(limits => LoadAsync(stack, limits, seconds));
        Console.WriteLine(
            $"over HTTP, {Connections} connections: {offRate:0} orders/s and {offCpu:0.0} us of CPU an order with limits off, "
            + $"{onRate:0} orders/s and {onCpu:0.0} us with limits on");
        var share = (gate.On.First - gate.Off.First) / 1000 / offCpu;
        Console.WriteLine(
            $"the checks cost {1 - onRate / offRate:0.0%} of the throughput, {onCpu / offCpu - 1:0.0%} of the CPU; by the gate alone "
            + $"{share:0.0%} of the CPU");
        return 0;
    }

    /// <summary>The medians of rounds in turn, so that what the machine does besides meets both.</summary>
    private static async Task<((double First, double Second) On, (double First, double Second) Off)> MeasureAsync(
        Func<string, Task<(double First, double Second)>> run)
    {
        var (ons, offs) = (new (double First, double Second)[Rounds], new (double First, double Second)[Rounds]);
        // The first round warms up.
        for (var round = -1; round < Rounds; round++)
        {
            var place = Math.Max(0, round);
            (ons[place], offs[place]) = (await run(On), await run(Off));
        }
        return (Median(ons), Median(offs));

        static (double First, double Second) Median((double First, double Second)[] rounds) =>
            (rounds.Select(r => r.First).Order().ElementAt(Rounds / 2),
                rounds.Select(r => r.Second).Order().ElementAt(Rounds / 2));
    }

    /// <summary>Orders a second, and the CPU that front and silo take for one, in microseconds.</summary>
    private static async Task<(double Rate, double Cpu)> LoadAsync(BenchStack stack, string limits, double seconds)
    {
        for (var i = 0; i < Connections; i++) await PutAsync(stack, i, limits);
        var (before, run) = (CpuOf(stack), $"c{++_run}");
        var result = await new Load(stack.Address, Connections).RunAsync(
            connection => new OrderRequests(connection, ["AAPL"], "187.00", 0, run).Next, 1, TimeSpan.FromSeconds(seconds));
        if (result.Failures > 0) throw new InvalidOperationException(result.FirstFailure);
        return (result.Orders, (CpuOf(stack) - before).TotalMicroseconds / (result.Orders * seconds));
    }

    private static TimeSpan CpuOf(BenchStack stack)
    {
        stack.Front.Refresh();
        stack.Silo.Refresh();
        return stack.Front.TotalProcessorTime + stack.Silo.TotalProcessorTime;
    }

    private static async Task PutAsync(BenchStack stack, int connection, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await stack.Http.PutAsync($"/accounts/bench-{connection}", content);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
    }
}
