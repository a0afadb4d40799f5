using System.Globalization;

namespace TradingOps.Engine.Markets;

/// <summary>Ids as the outside sees them: an order is <c>AAPL-1042</c>, its first trade <c>AAPL-1042-1</c>.</summary>
public static class OrderIds
{
    /// <summary>The id of the order that record <paramref name="number"/> of a symbol entered.</summary>
    public static string Format(string symbol, long number) => string.Create(CultureInfo.InvariantCulture, $"{symbol}-{number}");

    /// <summary>The id of a trade: the record that caused it, and its place among that record's trades.</summary>
    public static string FormatTrade(string symbol, long sequence, int trade) =>
        string.Create(CultureInfo.InvariantCulture, $"{symbol}-{sequence}-{trade}");

    /// <summary>Takes an order id apart; false if it is not of that form.</summary>
    public static bool TryParse(string id, out string symbol, out long number)
    {
        var dash = id.LastIndexOf('-');
        symbol = dash > 0 ? id[..dash] : "";
        number = 0;
        return dash > 0 && TryParseNumber(id.AsSpan(dash + 1), out number);
    }

    /// <summary>Takes a trade id apart; false if it is not of that form.</summary>
    public static bool TryParseTrade(string id, out string symbol, out long sequence, out int trade)
    {
        (symbol, sequence, trade) = ("", 0, 0);
        var dash = id.LastIndexOf('-');
        if (dash <= 0 || !TryParseNumber(id.AsSpan(dash + 1), out var place) || place > int.MaxValue) return false;
        trade = (int)place;
        return TryParse(id[..dash], out symbol, out sequence);
    }

    private static bool TryParseNumber(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0 && text[0] != '0';
}
