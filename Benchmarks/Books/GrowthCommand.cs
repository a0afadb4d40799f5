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
    private const int MarketTurns = 21;
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
        Console.WriteLine(
            "resting orders    add ns   cancel young ns   cancel any ns   cancel known ns   one read ns   bytes/order");
        foreach (var book in books) Print($"{book.Orders,14:N0} {book.Costs()} {book.BytesAnOrder,13:F1}");
        Print($"{"1 M by 1 k",14} {books[3].Costs() / books[1].Costs()}");
        PlayMarkets();
        return 0;
    }

    /// <summary>What a market makes of it, with the records of the cancels. It takes half a million orders at most.</summary>
    private static void PlayMarkets()
    {
        GrowingMarket[] markets = [new(1_000, 1_000), new(400_000, 10_000)];
        for (var turn = 0; turn < MarketTurns; turn++)
        {
            // As many cancels of each.
            for (var i = 0; i < 10; i++) markets[0].Play();
            markets[1].Play();
        }
        Console.WriteLine("market's orders   cancel ns   mass cancel ns   replay ns   replay by the page ns");
        foreach (var market in markets) Print($"{market.Orders,15:N0} {Costs(market.Costs())}");
        Print($"{"400 k by 1 k",15} {Costs([.. markets[1].Costs().Zip(markets[0].Costs(), (large, small) => large / small)])}");

        static string Costs(double[] costs) => string.Create(
            CultureInfo.InvariantCulture, $"{costs[0],11:F1} {costs[1],16:F1} {costs[2],11:F1} {costs[3],23:F1}");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
