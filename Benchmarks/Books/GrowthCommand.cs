using System.Diagnostics;
using System.Globalization;

namespace TradingOps.Benchmarks.Books;

/// <summary>`growth`: what adding, canceling and holding an order cost as the book grows.</summary>
internal static class GrowthCommand
{
    private const int Batch = 128;

    public static int Run()
    {
        Console.WriteLine("resting orders    add ns   cancel young ns   cancel any ns   bytes/order");
        // The first line of a process would measure the compiler.
        Measure(1_000, 4_000);
        foreach (var orders in new[] { 10, 1_000, 100_000, 1_000_000 })
        {
            var m = Measure(orders, 4_000);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{orders,14:N0} {m.Add,9:F1} {m.CancelYoung,17:F1} {m.CancelAny,15:F1} {m.Bytes,13:F1}"));
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
        long add = 0, young = 0, any = 0;
        for (var round = 0; round < rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            filled.Add(ids);
            var added = Stopwatch.GetTimestamp();
            filled.Cancel(ids);
            var canceled = Stopwatch.GetTimestamp();
            add += added - start;
            young += canceled - added;

            filled.ChooseResting(ids, places);
            start = Stopwatch.GetTimestamp();
            filled.Cancel(ids);
            any += Stopwatch.GetTimestamp() - start;
            filled.Add(ids);
            filled.Settle(ids, places);
        }

        var operations = (double)rounds * ids.Length * Stopwatch.Frequency / 1e9;
        var costs = new Costs(add / operations, young / operations, any / operations, (double)bytes / orders);
        GC.KeepAlive(filled);
        return costs;
    }

    private readonly record struct Costs(double Add, double CancelYoung, double CancelAny, double Bytes);
}
