namespace TradingOps.Grains.Instruments;

/// <summary>What is answered about a symbol that the desk does not trade.</summary>
public static class UnknownSymbol
{
    /// <summary>The error's sentence, with the known symbols that may have been meant.</summary>
    public static string Explain(string symbol, IReadOnlyList<string> nearest) =>
        $"symbol '{symbol}' is not known; {Suggest(nearest)}GET /instruments lists all";

    private static string Suggest(IReadOnlyList<string> nearest)
    {
        var quoted = nearest.Select(s => $"'{s}'").ToArray();
        return quoted switch
        {
            [] => "",
            [var only] => $"did you mean {only}? ",
            [.. var first, var last] => $"did you mean {string.Join(", ", first)} or {last}? ",
        };
    }
}
