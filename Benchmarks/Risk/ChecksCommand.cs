using TradingOps.Engine.Accounts;

namespace TradingOps.Benchmarks.Risk;

/// <summary>
/// <c>checks</c>: what the pre-trade checks add to the way of an order that has no process around it, every limit on and every
/// limit off in turn. Over HTTP: <c>http --compare Accounts:Limited=false</c>.
/// </summary>
internal static class ChecksCommand
{
    private const int Rounds = 15;
    private const int Orders = 200_000;

    private static readonly AccountLimits AllOn = new()
    {
        MaxOrdersPerSecond = 1_000_000,
        MaxOrderNotional = 1_000_000_000,
        MaxPosition = 1_000_000_000,
        DuplicateWindow = 1,
    };

    public static int Run()
    {
        var (on, off) = (new double[Rounds], new double[Rounds]);
        // The first round warms up.
        for (var round = -1; round < Rounds; round++)
        {
            var place = Math.Max(0, round);
            (on[place], off[place]) = (new GateLoop(AllOn).Run(Orders), new GateLoop(AccountLimits.None).Run(Orders));
        }
        Array.Sort(on);
        Array.Sort(off);
        var (with, without) = (on[Rounds / 2], off[Rounds / 2]);
        Console.WriteLine(
            $"checked, matched, encoded, applied: {without:0} ns an order with every limit off, {with:0} ns with every limit on: "
            + $"the checks take {with - without:0} ns");
        return 0;
    }
}
