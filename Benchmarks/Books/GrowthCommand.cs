using System.Globalization;

namespace TradingOps.Benchmarks.Books;

/// <summary>`growth`: what adding, canceling and holding an order cost as the book grows.</summary>
/// <remarks>
/// The books take turns, so that what other processes do to the caches and the clock meets all of them. Beside them stands what
/// this machine asks for one read of as much memory as the orders take, when nothing tells beforehand where it will be.
/// </remarks>
internal static class GrowthCommand
{
    private const int Turns = 40;
    private const int RoundsATurn = 100;
    private static readonly int[] Sizes = [10, 1_000, 100_000, 1_000_000];

    public static int Run()
    {
        // The first rounds of a process would measure the compiler.
        new GrowingBook(1_000, Turns * RoundsATurn).Play(Turns * RoundsATurn);
        GrowingBook[] books = [.. Sizes.Select(orders => new GrowingBook(orders, Turns * RoundsATurn))];
        for (var turn = 0; turn < Turns; turn++)
        {
            foreach (var book in books) book.Play(RoundsATurn);
        }

        Console.WriteLine("resting orders    add ns   cancel young ns   cancel any ns   one read ns   bytes/order");
        foreach (var book in books) Print($"{book.Orders,14:N0} {book.Costs()} {book.BytesAnOrder,13:F1}");
        Print($"{"1 M by 1 k",14} {books[3].Costs() / books[1].Costs()}");
        return 0;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
