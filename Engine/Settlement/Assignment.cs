using System.IO.Hashing;
using System.Text;

namespace TradingOps.Engine.Settlement;

/// <summary>
/// Draws whom exercises fall on: every short contract with the same chance, and every account with its share to a contract, by
/// a random start and even steps.
/// </summary>
internal static class Assignment
{
    /// <summary>Lots that each is assigned; they sum to <paramref name="exercised"/>.</summary>
    /// <param name="shorts">Lots that each is short, 0 or more, together at least as many.</param>
    /// <param name="exercised">Lots exercised.</param>
    /// <param name="seed">Decides the draw.</param>
    public static long[] Draw(ReadOnlySpan<long> shorts, long exercised, ulong seed)
    {
        var assigned = new long[shorts.Length];
        Int128 all = 0;
        foreach (var lots in shorts) all += lots;
        ArgumentOutOfRangeException.ThrowIfGreaterThan((Int128)exercised, all);
        if (exercised == 0) return assigned;
        var start = (Int128)(seed % (UInt128)all);
        Int128 before = 0;
        for (var i = 0; i < shorts.Length; i++)
        {
            var after = before + shorts[i];
            assigned[i] = (long)((after * exercised + start) / all - (before * exercised + start) / all);
            before = after;
        }
        return assigned;
    }

    /// <summary>The seed of a record: no account chooses it, and a replay finds it again.</summary>
    public static ulong SeedOf(string symbol, long sequence, long time) =>
        XxHash3.HashToUInt64(Encoding.UTF8.GetBytes($"{symbol}/{sequence}/{time}"));
}
