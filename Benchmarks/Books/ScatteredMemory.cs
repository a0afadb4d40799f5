namespace TradingOps.Benchmarks.Books;

/// <summary>A chain of cache lines in random order: where the next one is, is only known once this one has been read.</summary>
internal sealed class ScatteredMemory
{
    private const int LineSize = 64;
    private const int LongsALine = LineSize / sizeof(long);

    private readonly long[] _lines;
    private long _at;

    public ScatteredMemory(int lines)
    {
        _lines = new long[lines * LongsALine];
        var order = Enumerable.Range(0, lines).ToArray();
        new Random(1).Shuffle(order);
        for (var i = 0; i < lines; i++) _lines[order[i] * LongsALine] = order[(i + 1) % lines] * LongsALine;
    }

    /// <summary>Follows the chain.</summary>
    public void Read(int lines)
    {
        var at = _at;
        for (var i = 0; i < lines; i++) at = _lines[at];
        _at = at;
    }
}
