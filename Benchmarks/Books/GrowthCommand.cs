using System.Diagnostics;
using System.Globalization;

namespace TradingOps.Benchmarks.Books;

/// <summary>`growth`: what adding, canceling and holding an order cost as the book grows.</summary>
internal static class GrowthCommand
{
    private const int Batch = 128;

    public static int Run()
    {
        Console.WriteLine("resting orders    add ns   cancel young ns   cancel any ns    in a batch ns   bytes/order");
        // The first line of a process would measure the compiler.
        Measure(1_000, 4_000);
        foreach (var orders in new[] { 10, 1_000, 100_000, 1_000_000 })
        {
            var m = Measure(orders, 4_000);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{orders,14:N0} {m.Add,9:F1} {m.CancelYoung,17:F1} {m.CancelAny,15:F1} {m.CancelTogether,16:F1} "
                    + $"{m.Bytes,13:F1}"));
        }

        return 0;
    }

    private static Costs Measure(int orders, int rounds)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var filled = new FilledBook(orders);
        // The list of ids belongs to the measurement, not to the book.
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before - (orders * (long)sizeof(long));
        var ids = new long[Math.Min(Batch, orders)];
        var places = new int[ids.Length];
        long[] add = new long[rounds], young = new long[rounds], any = new long[rounds], together = new long[rounds];
        for (var round = 0; round < rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            filled.Add(ids);
            var added = Stopwatch.GetTimestamp();
            filled.Cancel(ids);
            var canceled = Stopwatch.GetTimestamp();
            add[round] = added - start;
            young[round] = canceled - added;

            filled.ChooseResting(ids, places);
            start = Stopwatch.GetTimestamp();
            filled.Cancel(ids);
            any[round] = Stopwatch.GetTimestamp() - start;
            filled.Add(ids);
            filled.Settle(ids, places);

            filled.ChooseResting(ids, places);
            start = Stopwatch.GetTimestamp();
            filled.CancelTogether(ids);
            together[round] = Stopwatch.GetTimestamp() - start;
            filled.Add(ids);
            filled.Settle(ids, places);
        }

        var costs = new Costs(Median(add), Median(young), Median(any), Median(together), (double)bytes / orders);
        GC.KeepAlive(filled);
        return costs;

        // What other processes take from a round now and then is not the book's.
        double Median(long[] ticks)
        {
            Array.Sort(ticks);
            return ticks[rounds / 2] * 1e9 / Stopwatch.Frequency / ids.Length;
        }
    }

    private readonly record struct Costs(double Add, double CancelYoung, double CancelAny, double CancelTogether, double Bytes);
}
