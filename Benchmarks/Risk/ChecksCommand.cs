using TradingOps.Engine.Accounts;

namespace TradingOps.Benchmarks.Risk;

/// <summary>
/// <c>checks</c>: what the pre-trade checks add to the way of an order that has no process around it, every limit on and every
/// limit off in turn, and with few and many positions in the account. Over HTTP: <c>http --compare Accounts:Limited=false</c>.
/// </summary>
internal static class ChecksCommand
{
    private const int Rounds = 15;
    private const int Orders = 200_000;

    private static readonly int[] Positions = [1, 100, 1_000];

    private static readonly AccountLimits AllOn = new()
    {
        MaxOrdersPerSecond = 1_000_000,
        MaxOrderNotional = 1_000_000_000,
        MaxPosition = 1_000_000_000,
        DuplicateWindow = 1,
    };

    public static int Run()
    {
        // Each in turn, so that what disturbs the machine disturbs them alike.
        var times = Measure([() => new(AccountLimits.None), .. Positions.Select(n => (Func<GateLoop>)(() => new(AllOn, n - 1)))]);
        var (without, with) = (times[0], times[1]);
        Console.WriteLine(
            $"checked, matched, encoded, applied: {without:0} ns an order with every limit off, {with:0} ns with every limit on: "
            + $"the checks take {with - without:0} ns");
        for (var i = 1; i < Positions.Length; i++)
            Console.WriteLine(
                $"with {Positions[i]} positions: {times[i + 1]:0} ns an order, {times[i + 1] / with:0.000} of the time with one");
        return 0;
    }

    /// <summary>The median of each, in nanoseconds an order.</summary>
    private static double[] Measure(Func<GateLoop>[] loops)
    {
        var times = loops.Select(_ => new double[Rounds]).ToArray();
        // The first round warms up.
        for (var round = -1; round < Rounds; round++)
            for (var i = 0; i < loops.Length; i++)
                times[i][Math.Max(0, round)] = loops[i]().Run(Orders);
        foreach (var one in times) Array.Sort(one);
        return [.. times.Select(one => one[Rounds / 2])];
    }
}
