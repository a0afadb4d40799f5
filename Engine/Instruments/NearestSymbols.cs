namespace TradingOps.Engine.Instruments;

/// <summary>Finds the known symbols that are nearest to an unknown one.</summary>
public static class NearestSymbols
{
    /// <summary>Most symbols that are suggested.</summary>
    public const int MaxSuggestions = 3;

    /// <summary>Most symbols that one search compares: what a request costs does not grow with the catalogue.</summary>
    public const int MaxCompared = 20_000;

    private const int MaxLength = 32;

    /// <summary>The nearest symbols by edit distance in any case, nearest first; none where all are too far.</summary>
    public static IReadOnlyList<string> Find(string symbol, IEnumerable<string> known)
    {
        if (symbol.Length is 0 or > MaxLength) return [];
        var bound = MaxDistance(symbol.Length);
        return
        [
            .. known.Take(MaxCompared)
                .Where(k => k.Length <= MaxLength && Math.Abs(k.Length - symbol.Length) <= bound)
                .Select(k => (Symbol: k, Distance: Distance(symbol, k)))
                .Where(k => k.Distance <= bound)
                .OrderBy(k => k.Distance).ThenBy(k => k.Symbol, StringComparer.Ordinal)
                .Take(MaxSuggestions).Select(k => k.Symbol),
        ];
    }

    /// <summary>
    /// How many characters have to be put in, left out, replaced or swapped with their neighbour to make one text of the other
    /// (optimal string alignment), upper and lower case being the same.
    /// </summary>
    public static int Distance(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        Span<int> twoBack = stackalloc int[MaxLength + 1];
        Span<int> oneBack = stackalloc int[MaxLength + 1];
        Span<int> current = stackalloc int[MaxLength + 1];
        for (var j = 0; j <= right.Length; j++) oneBack[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = oneBack[j - 1] + (IsSame(left[i - 1], right[j - 1]) ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(oneBack[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && IsSame(left[i - 1], right[j - 2]) && IsSame(left[i - 2], right[j - 1]))
                    current[j] = Math.Min(current[j], twoBack[j - 2] + 1);
            }
            var free = twoBack;
            twoBack = oneBack;
            oneBack = current;
            current = free;
        }
        return oneBack[right.Length];
    }

    // Of short symbols, most are two steps from each other.
    private static int MaxDistance(int length) => length <= 4 ? 1 : length <= 10 ? 2 : 3;

    private static bool IsSame(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
